// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/evidence/bundle_sample_test.h"

namespace iec {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(Bundle, HoldsAsADirectoryAndAsATar) {
  for (const char* name : {"bundle", "bundle.tar"}) {
    Make(name);
    const Verification verification = Verify(name);
    EXPECT_TRUE(verification.ok());
    EXPECT_THAT(verification.problems, IsEmpty());
    EXPECT_EQ(verification.files, 2u);
    EXPECT_EQ(verification.result, "WARNED") << "a failure is waived in it";
    EXPECT_THAT(verification.subjects, Contains(HasSubstr(kInput)));
  }
  EXPECT_EQ(Shell("tar -tf " + Path("bundle.tar") + " | grep -q " + kInput), 0);
}

TEST_F(Bundle, TheSameInputsMakeTheSameTar) {
  Make("one.tar");
  Make("two.tar");
  EXPECT_EQ(*Sha256HexOfFile(Path("one.tar")),
            *Sha256HexOfFile(Path("two.tar")));
}

TEST_F(Bundle, IsNeverWrittenOverAnything) {
  Make("bundle");
  EXPECT_NE(Refused("bundle"), "");
  EXPECT_NE(Refused("run.txt"), "");
  const auto fail = [](const auto&, const auto&,
                       const auto&) -> Result<Assessment> {
    return Error{"no"};
  };
  EXPECT_EQ(Refused("other", fail), "no");
  EXPECT_FALSE(Exists(Path("other")));
}

TEST_F(Bundle, WhatIsAssessedIsWhatIsSigned) {
  const std::string input = Path("run.txt");
  const auto assess = [&](const std::string& directory, const auto& files,
                          const std::string& profile) {
    EXPECT_THAT(files, testing::ElementsAre(kInput));
    Write("run.txt", "something else");
    return AssessFiles(directory, files, profile);
  };
  ASSERT_EQ(Refused("bundle", assess), "");
  EXPECT_TRUE(Verify("bundle").ok());
}

TEST_F(Bundle, OnlyRegularFilesArePacked) {
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  for (const std::string& input : {Path("fifo"), std::string("/dev/zero")}) {
    request_.inputs = {input};
    EXPECT_THAT(Refused("bundle"), HasSubstr("is no regular file"));
  }
  request_.inputs = {Path("run.txt")};
  request_.profile = Path("fifo");
  EXPECT_THAT(Refused("bundle"), HasSubstr("is no regular file"));
  EXPECT_EQ(Shell("test -z \"$(find " + Path("") + " -name '.iec*')\""), 0)
      << "nothing is left";
}

TEST_F(Bundle, MoreFilesThanAreReadAreNotPacked) {
  request_.inputs.resize(kMaxBundleFiles, request_.inputs[0]);
  EXPECT_THAT(Refused("bundle.tar"), HasSubstr("too many for a bundle"));
  EXPECT_FALSE(Exists(Path("bundle.tar")));
}

TEST_F(Bundle, AnotherKeyDoesNotHold) {
  Make("bundle");
  const KeyPair other = MakeKey("other", "ed25519");
  EXPECT_THAT(VerifyBundle(Path("bundle"),
                           *EvidenceKey::Public(other.public_pem), AssessFiles)
                  .problems,
              Contains(HasSubstr("none of its signatures")));
}

TEST_F(Bundle, AChangedInputIsNamed) {
  Make("bundle");
  std::string text = *ReadFile(Path("bundle/") + kInput);
  text[text.size() / 2] ^= 1;
  Write(std::string("bundle/") + kInput, text);
  EXPECT_THAT(Problems("bundle"),
              Contains(HasSubstr("inputs/001-run.txt: its SHA-256")));
}

TEST_F(Bundle, ALongerInputIsNamed) {
  Make("bundle");
  Write(std::string("bundle/") + kInput,
        *ReadFile(Path("bundle/") + kInput) + "\n");
  EXPECT_THAT(Problems("bundle"),
              Contains(HasSubstr("inputs/001-run.txt: it has")));
}

TEST_F(Bundle, AChangedReportIsNamed) {
  Make("bundle");
  Write("bundle/reports/report.json", "{}");
  EXPECT_THAT(Problems("bundle"), Contains(HasSubstr("reports/report.json: ")));
}

TEST_F(Bundle, AChangedManifestIsNamed) {
  Make("bundle");
  Write("bundle/manifest.json", *ReadFile(Path("bundle/manifest.json")) + " ");
  EXPECT_THAT(Problems("bundle"),
              Contains(HasSubstr("manifest.json: its SHA-256")));
}

TEST_F(Bundle, AChangedStatementIsNamed) {
  Make("bundle");
  json envelope = json::parse(*ReadFile(Path("bundle/") + kEnvelopeName));
  std::string payload = *FromBase64(envelope["payload"].get<std::string>());
  payload.replace(payload.find("WARNED"), 6, "PASSED");
  envelope["payload"] = Base64(payload);
  Write(std::string("bundle/") + kEnvelopeName, envelope.dump());
  EXPECT_THAT(Problems("bundle"),
              Contains(HasSubstr("statement.dsse.json: none of its")));
}

TEST_F(Bundle, AMissingFileIsNamed) {
  for (const char* name :
       {kInput, "reports/report.json", kManifestName, kEnvelopeName}) {
    const std::string bundle = "b" + Sha256Hex(name);
    Make(bundle);
    ASSERT_EQ(unlink((Path(bundle) + "/" + name).c_str()), 0);
    EXPECT_THAT(Problems(bundle),
                Contains(HasSubstr(std::string(name) + ": it is not there")));
  }
}

TEST_F(Bundle, AnAddedFileIsNamed) {
  Make("bundle");
  Write("bundle/inputs/999-more.txt", "x");
  EXPECT_THAT(Problems("bundle"),
              Contains(HasSubstr("inputs/999-more.txt: it is not in the")));
}

TEST_F(Bundle, ASignedLieAboutAVerdictIsFound) {
  Make("bundle");
  SignAgain("bundle", [](json& statement) {
    statement["predicate"]["warnedTests"] = json::array();
    statement["predicate"]["passedTests"].push_back("CR_1_7_b");
  });
  EXPECT_THAT(
      Problems("bundle"),
      testing::AllOf(Contains(HasSubstr("passedTests has CR_1_7_b")),
                     Contains(HasSubstr("warnedTests lacks CR_1_7_b"))));
}

TEST_F(Bundle, ASignedLieAboutTheResultIsFound) {
  Make("bundle");
  SignAgain("bundle", [](json& statement) {
    statement["predicate"]["result"] = "PASSED";
  });
  EXPECT_THAT(
      Problems("bundle"),
      Contains(HasSubstr("it says PASSED, and the records give WARNED")));
}

TEST_F(Bundle, ASignedLieAboutTheSubjectIsFound) {
  Make("bundle");
  SignAgain("bundle", [](json& statement) {
    statement["subject"][0]["digest"]["sha256"] = std::string(64, 'b');
  });
  EXPECT_THAT(Problems("bundle"), Contains(HasSubstr("subject")));
}

TEST_F(Bundle, ASignedReportThatLiesIsFound) {
  const auto lie = [this](const std::string& name,
                          const std::function<void(json&)>& change) {
    request_.reports = [&](const Assessment& assessment) {
      json report = json::parse(RenderJson(assessment, {}));
      change(report);
      return std::vector<std::pair<std::string, std::string>>{
          {"report.json", report.dump()}};
    };
    Make(name);
    return Problems(name);
  };
  const auto row = [](json& list, const char* key, const char* name) -> json& {
    return *std::find_if(list.begin(), list.end(),
                         [&](const json& one) { return one[key] == name; });
  };
  EXPECT_THAT(
      lie("verdict",
          [&](json& report) {
            row(report["requirements"], "token", "CR_1_7")["verdict"] = "pass";
          }),
      ElementsAre("reports/report.json: it has 'pass' for CR_1_7, and the "
                  "records give 'waived'"));
  EXPECT_THAT(lie("test",
                  [&](json& report) {
                    row(report["tests"], "id", "CR_1_7_b")["verdict"] = "pass";
                  }),
              ElementsAre(HasSubstr("it has 'pass' for test CR_1_7_b")));
  EXPECT_THAT(lie("status", [](json& report) { report["exit_status"] = 7; }),
              ElementsAre(HasSubstr("it has '7' for the exit status")));
  EXPECT_THAT(
      lie("level", [](json& report) { report["levels"][0]["reached"] = 4; }),
      ElementsAre(HasSubstr("'4' for level of FR 1")));
  EXPECT_THAT(lie("second",
                  [&](json& report) {
                    json& rows = report["requirements"];
                    rows.push_back(row(rows, "token", "CR_1_7"));
                  }),
              ElementsAre("reports/report.json: CR_1_7 is in it twice"));
  EXPECT_THAT(lie("less", [](json& report) { report["tests"].erase(0); }),
              ElementsAre(HasSubstr("it has nothing for test CR_1_1_a")));
  EXPECT_THAT(lie("more",
                  [](json& report) {
                    report["tests"].push_back(
                        {{"id", "CR_1_7_z"}, {"verdict", "pass"}});
                  }),
              ElementsAre(HasSubstr("for test CR_1_7_z, and the records give "
                                    "nothing")));
}

TEST_F(Bundle, AnotherPayloadTypeIsRefused) {
  Make("bundle");
  Write(std::string("bundle/") + kEnvelopeName,
        *SignEnvelope("text/plain", "x",
                      *EvidenceKey::Private(key_.private_pem)));
  EXPECT_THAT(Problems("bundle"), Contains(HasSubstr("payload type")));
}

TEST_F(Bundle, AnotherPredicateIsRefused) {
  Make("bundle");
  SignAgain("bundle", [](json& statement) {
    statement["predicateType"] = "https://slsa.dev/provenance/v1";
  });
  EXPECT_THAT(Problems("bundle"), Contains(HasSubstr("not a test result")));
}

TEST_F(Bundle, WhatCannotBeReadIsNotCalledWrong) {
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  for (const char* name : {"none", "fifo"}) {
    const Verification verification = Verify(name);
    EXPECT_THAT(verification.problems, IsEmpty()) << name;
    EXPECT_EQ(verification.unchecked.size(), 1u) << name;
    EXPECT_FALSE(verification.ok());
  }
}

TEST_F(Bundle, RecordsWhoseKeyIsNotAtHandAreNotCalledWrong) {
  const auto assess = [](bool with_key) {
    return [with_key](const auto& directory, const auto& files,
                      const auto& profile) {
      auto assessment = AssessFiles(directory, files, profile);
      assessment->runs[0].verified = with_key;
      // What is found without the key, or with one too many, differs.
      if (!with_key) assessment->tests[0].verdict = Verdict::kMissing;
      return assessment;
    };
  };
  ASSERT_EQ(Refused("keyed", assess(true)), "");
  EXPECT_TRUE(Verify("keyed", assess(true)).ok());
  const Verification without = Verify("keyed", assess(false));
  EXPECT_THAT(without.problems, IsEmpty());
  EXPECT_THAT(without.unchecked,
              ElementsAre(HasSubstr("their key is wanted in IEC_RECORD_KEY")));
  ASSERT_EQ(Refused("plain", assess(false)), "");
  EXPECT_THAT(Verify("plain", assess(true)).unchecked,
              ElementsAre(HasSubstr("there must be none in IEC_RECORD_KEY")));
  const auto fail = [](const auto&, const auto&, const auto&) {
    return Result<Assessment>(Error{"no"});
  };
  const Verification failed = Verify("plain", fail);
  EXPECT_THAT(failed.problems, IsEmpty());
  EXPECT_THAT(failed.unchecked, ElementsAre(HasSubstr("assessed again: no")));
}

}  // namespace
}  // namespace iec
