// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/evidence/base64.h"
#include "lib/evidence/dsse.h"
#include "lib/evidence/manifest.h"
#include "lib/evidence/sample_test.h"
#include "lib/evidence/statement.h"
#include "lib/evidence/tar.h"
#include "lib/record/reader.h"
#include "lib/record/sample_test.h"
#include "lib/report/render.h"

namespace iec {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

Result<Assessment> AssessFiles(const std::vector<std::string>& files,
                               const std::string& /*profile*/) {
  std::vector<RecordInput> inputs;
  for (const std::string& file : files) {
    IEC_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
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

class Bundle : public EvidenceTest {
 protected:
  void SetUp() override {
    EvidenceTest::SetUp();
    key_ = MakeKey("key", "ed25519");
    Write("run.txt", Join(SampleLines(), "\n") + "\n");
    request_.inputs = {Path("run.txt")};
    request_.private_key = key_.private_pem;
    assessment_ = *AssessFiles(request_.inputs, "");
    request_.reports = {{"report.json", RenderJson(assessment_, {})}};
  }

  void Make(const std::string& name) {
    const Status status = MakeBundle(request_, assessment_, Path(name));
    ASSERT_TRUE(status.ok()) << (status.ok() ? "" : status.error().message);
  }

  std::vector<std::string> Problems(const std::string& name) const {
    return VerifyBundle(Path(name), key_.public_pem, AssessFiles).problems;
  }

  // Writes the manifest and the statement of the directory again, as somebody
  // who has the key, after `change`.
  void SignAgain(const std::string& name,
                 const std::function<void(json&)>& change) {
    const std::string text = *ReadFile(Path(name) + "/" + kEnvelopeName);
    json statement = json::parse(
        *FromBase64(json::parse(text)["payload"].get<std::string>()));
    statement["predicate"]["configuration"][0]["digest"]["sha256"] =
        *Sha256HexOfFile(Path(name) + "/" + kManifestName);
    change(statement);
    Write(
        name + "/" + kEnvelopeName,
        *SignEnvelope(kInTotoPayloadType, statement.dump(), key_.private_pem));
  }

  KeyPair key_;
  BundleRequest request_;
  Assessment assessment_;
};

constexpr char kInput[] = "inputs/001-run.txt";

TEST_F(Bundle, HoldsAsADirectoryAndAsATar) {
  for (const char* name : {"bundle", "bundle.tar"}) {
    Make(name);
    const Verification verification =
        VerifyBundle(Path(name), key_.public_pem, AssessFiles);
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

TEST_F(Bundle, ReadsWhatTarPacked) {
  Make("bundle");
  ASSERT_EQ(Shell("cd " + Path("bundle") + " && tar --format=ustar -cf " +
                  Path("b.tar") +
                  " manifest.json statement.dsse.json inputs "
                  "reports"),
            0);
  EXPECT_THAT(Problems("b.tar"), IsEmpty());
}

TEST_F(Bundle, IsNeverWrittenOverAnything) {
  Make("bundle");
  EXPECT_FALSE(MakeBundle(request_, assessment_, Path("bundle")).ok());
  EXPECT_FALSE(MakeBundle(request_, assessment_, Path("run.txt")).ok());
  request_.private_key = "none";
  EXPECT_FALSE(MakeBundle(request_, assessment_, Path("other")).ok());
  EXPECT_FALSE(Exists(Path("other")));
}

TEST_F(Bundle, MoreFilesThanAreReadAreNotPacked) {
  request_.inputs.resize(kMaxBundleFiles, request_.inputs[0]);
  const Status status = MakeBundle(request_, assessment_, Path("bundle.tar"));
  ASSERT_FALSE(status.ok());
  EXPECT_THAT(status.error().message, HasSubstr("too many for a bundle"));
  EXPECT_FALSE(Exists(Path("bundle.tar")));
}

TEST_F(Bundle, AnotherKeyDoesNotHold) {
  Make("bundle");
  const KeyPair other = MakeKey("other", "ed25519");
  EXPECT_THAT(
      VerifyBundle(Path("bundle"), other.public_pem, AssessFiles).problems,
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
  std::string& report = request_.reports[0].second;
  const size_t at = report.find("\"waived\"", report.find("CR 1.7"));
  ASSERT_NE(at, std::string::npos);
  report.replace(at, 8, "\"pass\"");
  Make("bundle");
  EXPECT_THAT(Problems("bundle"),
              Contains(HasSubstr("reports/report.json: it has 'pass'")));
}

TEST_F(Bundle, AnotherPayloadTypeIsRefused) {
  Make("bundle");
  Write(std::string("bundle/") + kEnvelopeName,
        *SignEnvelope("text/plain", "x", key_.private_pem));
  EXPECT_THAT(Problems("bundle"), Contains(HasSubstr("payload type")));
}

TEST_F(Bundle, AnotherPredicateIsRefused) {
  Make("bundle");
  SignAgain("bundle", [](json& statement) {
    statement["predicateType"] = "https://slsa.dev/provenance/v1";
  });
  EXPECT_THAT(Problems("bundle"), Contains(HasSubstr("not a test result")));
}

TEST_F(Bundle, TheImageOfTheJobIsTheSubject) {
  JobRecord job;
  job.id = "4711";
  job.image_sha256 = std::string(64, 'c');
  assessment_.runs[0].job = job;
  const Statement statement =
      StatementOf(assessment_, "", {{kInput, std::string(64, 'd')}});
  ASSERT_EQ(statement.subjects.size(), 1u);
  EXPECT_EQ(statement.subjects[0].first, "image of LAVA job 4711");
  EXPECT_EQ(statement.subjects[0].second, std::string(64, 'c'));
}

TEST_F(Bundle, HostileDirectoriesAreRefused) {
  Make("link");
  ASSERT_EQ(symlink("/etc/passwd", Path("link/inputs/x").c_str()), 0);
  EXPECT_THAT(Problems("link"), Contains(HasSubstr("inputs/x is a link")));
  Make("pipe");
  ASSERT_EQ(mkfifo(Path("pipe/reports/x").c_str(), 0600), 0);
  EXPECT_THAT(Problems("pipe"), Contains(HasSubstr("neither a file")));
  Make("name");
  Write("name/inputs/a b", "x");
  EXPECT_THAT(Problems("name"), Contains(HasSubstr("none that a bundle")));
  Make("deep");
  ASSERT_EQ(Shell("mkdir -p " + Path("deep/a/b/c/d") + " && touch " +
                  Path("deep/a/b/c/d/e")),
            0);
  EXPECT_THAT(Problems("deep"), Contains(HasSubstr("too deep")));
  Make("huge");
  Write("huge/inputs/x", "");
  ASSERT_EQ(truncate(Path("huge/inputs/x").c_str(), int64_t{5} << 30), 0);
  EXPECT_THAT(Problems("huge"), Contains(HasSubstr("too large")));
  EXPECT_FALSE(VerifyBundle("/dev/null", key_.public_pem, AssessFiles).ok());
  EXPECT_FALSE(VerifyBundle(Path("none"), key_.public_pem, AssessFiles).ok());
}

TEST_F(Bundle, HostileTarsAreRefused) {
  Make("bundle");
  const auto packed = [&](const std::string& name, const std::string& command) {
    EXPECT_EQ(
        Shell("cd " + Path("bundle") + " && " + command + " -f " + Path(name)),
        0)
        << command;
    const auto problems = Problems(name);
    return problems.empty() ? "" : problems[0];
  };
  Write("outside", "x");
  EXPECT_THAT(packed("up.tar", "tar -P --format=ustar -c ../outside"),
              HasSubstr("none that a bundle"));
  EXPECT_THAT(packed("root.tar", "tar -P --format=ustar -c /etc/passwd"),
              HasSubstr("none that a bundle"));
  EXPECT_EQ(symlink("/etc/passwd", Path("bundle/l").c_str()), 0);
  EXPECT_THAT(packed("link.tar", "tar --format=ustar -c l"),
              HasSubstr("neither a file nor a directory"));
  unlink(Path("bundle/l").c_str());
  ASSERT_EQ(mkdir(Path("bundle/a b").c_str(), 0700), 0);
  EXPECT_THAT(packed("directory.tar", "tar --format=ustar -c 'a b'"),
              HasSubstr("none that a bundle"));
  ASSERT_EQ(rmdir(Path("bundle/a b").c_str()), 0);
  EXPECT_THAT(
      packed("twice.tar", "tar --format=ustar -c manifest.json manifest.json"),
      HasSubstr("twice"));
  EXPECT_THAT(packed("gnu.tar",
                     "tar --format=gnu --transform "
                     "'s,^,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,' -c "
                     "manifest.json"),
              HasSubstr("neither a file nor a directory"));
}

TEST_F(Bundle, ADamagedTarIsRefusedWhereverItIsCut) {
  Make("bundle.tar");
  const std::string whole = *ReadFile(Path("bundle.tar"));
  for (size_t size = 0; size + 2 * kTarBlock < whole.size(); size += 509) {
    Write("cut.tar", whole.substr(0, size));
    EXPECT_THAT(Problems("cut.tar"), testing::Not(IsEmpty())) << size;
  }
  std::string damaged = whole;
  damaged[3] ^= 1;
  Write("sum.tar", damaged);
  EXPECT_THAT(Problems("sum.tar"), Contains(HasSubstr("checksum")));
  // `tar --ignore-zeros` would unpack what stands there.
  Write("more.tar", whole + whole);
  EXPECT_THAT(Problems("more.tar"), Contains(HasSubstr("behind its end")));
  Write("zeros.tar", whole + std::string(9000, '\0'));
  EXPECT_THAT(Problems("zeros.tar"), IsEmpty());
  Write("no.tar", std::string(4096, 'x'));
  EXPECT_THAT(Problems("no.tar"), Contains(HasSubstr("no tar")));
}

TEST_F(Bundle, ItsBytesAreCounted) {
  Make("bundle");
  EXPECT_THAT(
      VerifyBundle(Path("bundle"), key_.public_pem, AssessFiles, 100).problems,
      Contains(HasSubstr("too large")));
}

}  // namespace
}  // namespace iec
