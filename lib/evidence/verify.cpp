// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/evidence/bundle.h"
#include "lib/evidence/dsse.h"
#include "lib/evidence/manifest.h"
#include "lib/evidence/report_verdicts.h"
#include "lib/evidence/statement.h"
#include "lib/record/wire.h"
#include "lib/report/render.h"

namespace iec {
namespace {

constexpr size_t kMaxEnvelope = 4u << 20;
constexpr size_t kMaxManifest = 4u << 20;
constexpr size_t kMaxReport = 256u << 20;

class Verifier {
 public:
  Verifier(std::string directory, UnpackedFiles files, const Assessor& assess)
      : directory_(std::move(directory)),
        files_(std::move(files)),
        assess_(assess) {}

  Verification Verify(const EvidenceKey& public_key) {
    if (!OpenStatement(public_key) || !OpenManifest()) return Take();
    const bool whole = CheckFiles();
    CheckSubjects();
    // Verdicts of other files than the signed ones would say nothing.
    if (whole) CheckVerdicts();
    return Take();
  }

 private:
  Verification Take() { return std::move(verification_); }

  bool Wrong(const std::string& where, const std::string& what) {
    verification_.problems.push_back(where + ": " + what);
    return false;
  }

  bool OpenStatement(const EvidenceKey& public_key) {
    const auto envelope =
        ReadFile(directory_ + "/" + kEnvelopeName, kMaxEnvelope);
    if (!envelope.ok()) return Wrong(kEnvelopeName, "it is not there");
    const auto payload =
        OpenEnvelope(*envelope, kInTotoPayloadType, public_key);
    if (!payload.ok()) return Wrong(kEnvelopeName, payload.error().message);
    auto statement = StatementFromJson(*payload);
    if (!statement.ok()) {
      return Wrong(kEnvelopeName, statement.error().message);
    }
    statement_ = std::move(*statement);
    verification_.result = statement_.result;
    for (const auto& [name, sha256] : statement_.subjects) {
      verification_.subjects.push_back(
          fmt::format("{}: sha256:{}", Printable(name), Printable(sha256)));
    }
    return true;
  }

  bool OpenManifest() {
    const auto file = files_.find(kManifestName);
    if (file == files_.end()) return Wrong(kManifestName, "it is not there");
    if (file->second.sha256 != statement_.manifest_sha256) {
      return Wrong(kManifestName,
                   fmt::format("its SHA-256 is {} and not the signed {}",
                               file->second.sha256,
                               Printable(statement_.manifest_sha256)));
    }
    const auto text = ReadFile(directory_ + "/" + kManifestName, kMaxManifest);
    if (!text.ok()) return Wrong(kManifestName, text.error().message);
    auto manifest = ManifestFromJson(*text);
    if (!manifest.ok()) return Wrong(kManifestName, manifest.error().message);
    manifest_ = std::move(*manifest);
    return true;
  }

  bool CheckFiles() {
    bool whole = true;
    std::set<std::string> listed = {kManifestName, kEnvelopeName};
    for (const ManifestFile& file : manifest_.files) {
      listed.insert(file.path);
      const auto found = files_.find(file.path);
      if (found == files_.end()) {
        whole = Wrong(file.path, "it is not there");
      } else if (found->second.size != file.size) {
        whole = Wrong(file.path, fmt::format("it has {} bytes instead of {}",
                                             found->second.size, file.size));
      } else if (found->second.sha256 != file.sha256) {
        whole = Wrong(file.path,
                      fmt::format("its SHA-256 is {} and not the signed {}",
                                  found->second.sha256, file.sha256));
      }
    }
    for (const auto& [name, file] : files_) {
      if (!listed.contains(name)) {
        whole = Wrong(name, "it is not in the manifest: nobody signed it");
      }
    }
    verification_.files = manifest_.files.size();
    return whole;
  }

  void CheckSubjects() {
    if (statement_.subjects.empty()) {
      Wrong(kEnvelopeName, "its statement has no subject");
    }
    // Those that are records; an image is compared with what the records say.
    for (const auto& [name, sha256] : statement_.subjects) {
      const auto file = files_.find(name);
      if (file == files_.end() || file->second.sha256 == sha256) continue;
      Wrong(kEnvelopeName,
            fmt::format("the digest of the subject {} is not that of the file",
                        Printable(name)));
    }
  }

  void CheckVerdicts() {
    std::vector<std::string> inputs;
    Subjects records;
    std::string profile;
    for (const ManifestFile& file : manifest_.files) {
      if (file.role == "input") {
        inputs.push_back(file.path);
        records.emplace_back(file.path, file.sha256);
      }
      if (file.role == "profile") profile = file.path;
    }
    const auto assessment = assess_(directory_, inputs, profile);
    if (!assessment.ok()) {
      verification_.unchecked.push_back(
          "inputs: they cannot be assessed again: " +
          assessment.error().message);
      return;
    }
    if (!CompareReport(*assessment)) return;
    const auto again =
        StatementOf(*assessment, statement_.manifest_sha256, records);
    if (!again.ok()) {
      Wrong("inputs", again.error().message);
      return;
    }
    Compare(*again);
  }

  void Compare(const Statement& again) {
    if (again.result != statement_.result) {
      Wrong(kEnvelopeName,
            fmt::format("it says {}, and the records give {}",
                        Printable(statement_.result), again.result));
    }
    CompareNames("passedTests", statement_.passed, again.passed);
    CompareNames("warnedTests", statement_.warned, again.warned);
    CompareNames("failedTests", statement_.failed, again.failed);
    if (again.subjects != statement_.subjects) {
      Wrong(kEnvelopeName,
            "its subjects are not the image or the records that the inputs "
            "name");
    }
    if (again.profile_sha256 != statement_.profile_sha256) {
      Wrong(kEnvelopeName, "its profile is not the one of the records");
    }
  }

  void CompareNames(const char* list, const std::set<std::string>& signed_,
                    const std::set<std::string>& again) {
    for (const std::string& name : signed_) {
      if (again.contains(name)) continue;
      Wrong(kEnvelopeName,
            fmt::format("{} has {}, and the records give another verdict", list,
                        Printable(name)));
    }
    for (const std::string& name : again) {
      if (signed_.contains(name)) continue;
      Wrong(kEnvelopeName, fmt::format("{} lacks {}, which the records give",
                                       list, Printable(name)));
    }
  }

  // The verdicts in the report, which people read. False where it was made
  // with the key of the records and that is not at hand, or the other way
  // round: then other lines count now, and no verdict can be compared.
  bool CompareReport(const Assessment& assessment) {
    if (!files_.contains(kReportName)) return true;
    const auto text = ReadFile(directory_ + "/" + kReportName, kMaxReport);
    if (!text.ok()) return !Wrong(kReportName, text.error().message);
    const auto report = ReadReportVerdicts(*text);
    if (!report.ok()) return !Wrong(kReportName, report.error().message);
    const auto again = ReadReportVerdicts(RenderJson(assessment, {}));
    if (!again.ok()) return !Wrong("inputs", again.error().message);
    if (report->is_signed != again->is_signed) {
      verification_.unchecked.push_back(fmt::format(
          "inputs: {} {}",
          report->is_signed ? "their records are signed: their key is wanted in"
                            : "their records were not checked by a key: there "
                              "must be none in",
          kRecordKeyVariable));
      return false;
    }
    for (const auto& [what, said] : report->said) {
      if (again->said.contains(what)) continue;
      Wrong(kReportName, fmt::format("it has '{}' for {}, and the records give "
                                     "nothing",
                                     Printable(said), Printable(what)));
    }
    for (const auto& [what, given] : again->said) {
      const auto found = report->said.find(what);
      if (found != report->said.end() && found->second == given) continue;
      Wrong(kReportName,
            fmt::format("it has {} for {}, and the records give '{}'",
                        found == report->said.end()
                            ? "nothing"
                            : "'" + Printable(found->second) + "'",
                        Printable(what), Printable(given)));
    }
    return true;
  }

  std::string directory_;
  UnpackedFiles files_;
  const Assessor& assess_;
  Statement statement_;
  Manifest manifest_;
  Verification verification_;
};

}  // namespace

Verification VerifyBundle(const std::string& bundle,
                          const EvidenceKey& public_key, const Assessor& assess,
                          uint64_t max_bytes) {
  Verification verification;
  const auto work = TemporaryDirectory::Make("/tmp/iec-verify-");
  if (!work.ok()) {
    verification.unchecked.push_back(work.error().message);
    return verification;
  }
  auto unpacked = Unpack(bundle, work->path(), max_bytes);
  if (!unpacked.ok()) {
    verification.unchecked.push_back(unpacked.error().message);
    return verification;
  }
  if (!unpacked->refused.empty()) {
    verification.problems.push_back(unpacked->refused);
    return verification;
  }
  return Verifier(work->path(), std::move(unpacked->files), assess)
      .Verify(public_key);
}

}  // namespace iec
