// SPDX-License-Identifier: Apache-2.0
// A bundle of one record for the tests of this folder.
#ifndef IEC_LIB_EVIDENCE_BUNDLE_SAMPLE_TEST_H_
#define IEC_LIB_EVIDENCE_BUNDLE_SAMPLE_TEST_H_

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/evidence/base64.h"
#include "lib/evidence/bundle.h"
#include "lib/evidence/dsse.h"
#include "lib/evidence/manifest.h"
#include "lib/evidence/sample_test.h"
#include "lib/record/reader.h"
#include "lib/record/sample_test.h"
#include "lib/report/render.h"

namespace iec {

inline Result<Assessment> AssessFiles(const std::string& directory,
                                      const std::vector<std::string>& files,
                                      const std::string& /*profile*/) {
  std::vector<RecordInput> inputs;
  for (const std::string& file : files) {
    IEC_ASSIGN_OR_RETURN(const std::string text,
                         ReadFile(directory + "/" + file));
    RecordReader reader;
    size_t number = 0;
    for (const std::string& line : Split(text, '\n')) {
      reader.Feed(++number, line);
    }
    inputs.push_back(reader.Finish());
    inputs.back().name = file;
  }
  return Assess(inputs, {});
}

inline constexpr char kInput[] = "inputs/001-run.txt";

class Bundle : public EvidenceTest {
 protected:
  void SetUp() override {
    EvidenceTest::SetUp();
    key_ = MakeKey("key", "ed25519");
    Write("run.txt", Join(SampleLines(), "\n") + "\n");
    request_.inputs = {Path("run.txt")};
    request_.reports = [](const Assessment& assessment) {
      return std::vector<std::pair<std::string, std::string>>{
          {"report.json", RenderJson(assessment, {})}};
    };
  }

  // Why it was not made; empty: it was.
  std::string Refused(const std::string& name,
                      const Assessor& assess = AssessFiles) const {
    const auto made = MakeBundle(
        request_, *EvidenceKey::Private(key_.private_pem), assess, Path(name));
    return made.ok() ? "" : made.error().message;
  }
  void Make(const std::string& name) { ASSERT_EQ(Refused(name), ""); }

  Verification Verify(const std::string& name,
                      const Assessor& assess = AssessFiles) const {
    return VerifyBundle(Path(name), *EvidenceKey::Public(key_.public_pem),
                        assess);
  }
  std::vector<std::string> Problems(const std::string& name) const {
    return Verify(name).problems;
  }

  // Writes the manifest and the statement of the directory again, as somebody
  // who has the key, after `change`.
  void SignAgain(const std::string& name,
                 const std::function<void(nlohmann::json&)>& change) {
    const std::string text = *ReadFile(Path(name) + "/" + kEnvelopeName);
    nlohmann::json statement = nlohmann::json::parse(
        *FromBase64(nlohmann::json::parse(text)["payload"].get<std::string>()));
    statement["predicate"]["configuration"][0]["digest"]["sha256"] =
        *Sha256HexOfFile(Path(name) + "/" + kManifestName);
    change(statement);
    Write(name + "/" + kEnvelopeName,
          *SignEnvelope(kInTotoPayloadType, statement.dump(),
                        *EvidenceKey::Private(key_.private_pem)));
  }

  KeyPair key_;
  BundleRequest request_;
};

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_BUNDLE_SAMPLE_TEST_H_
