// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/evidence/bundle.h"
#include "lib/evidence/dsse.h"
#include "lib/evidence/manifest.h"
#include "lib/evidence/statement.h"

namespace iec {
namespace {

using nlohmann::json;

constexpr size_t kMaxEnvelope = 4u << 20;
constexpr size_t kMaxManifest = 4u << 20;
constexpr size_t kMaxReport = 256u << 20;

class Verifier {
 public:
  Verifier(std::string directory, UnpackedFiles files, const Assessor& assess)
      : directory_(std::move(directory)),
        files_(std::move(files)),
        assess_(assess) {}

  Verification Verify(const std::string& public_key) {
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

  bool OpenStatement(const std::string& public_key) {
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
    std::vector<std::pair<std::string, std::string>> records;
    std::string profile;
    for (const ManifestFile& file : manifest_.files) {
      const std::string path = directory_ + "/" + file.path;
      if (file.role == "input") {
        inputs.push_back(path);
        records.emplace_back(file.path, file.sha256);
      }
      if (file.role == "profile") profile = path;
    }
    const auto assessment = assess_(inputs, profile);
    if (!assessment.ok()) {
      Wrong("inputs",
            "they cannot be assessed again: " + assessment.error().message);
      return;
    }
    Compare(StatementOf(*assessment, statement_.manifest_sha256, records));
    CompareReport(*assessment);
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

  // The verdicts in the report, which people read.
  void CompareReport(const Assessment& assessment) {
    if (!files_.contains(kReportName)) return;
    const auto text = ReadFile(directory_ + "/" + kReportName, kMaxReport);
    if (!text.ok()) {
      Wrong(kReportName, text.error().message);
      return;
    }
    const json report = json::parse(*text, nullptr, /*allow_exceptions=*/false);
    std::map<std::string, std::string> again;
    for (const AssessedRequirement& row : assessment.requirements) {
      again[row.token] = Name(row.verdict);
    }
    std::map<std::string, std::string> said;
    const auto rows =
        report.is_object() ? report.find("requirements") : report.end();
    if (report.is_object() && rows != report.end() && rows->is_array()) {
      for (const json& row : *rows) {
        if (!row.is_object()) continue;
        const auto token = row.find("token");
        const auto verdict = row.find("verdict");
        if (token == row.end() || verdict == row.end()) continue;
        if (!token->is_string() || !verdict->is_string()) continue;
        said[token->get<std::string>()] = verdict->get<std::string>();
      }
    }
    for (const auto& [token, verdict] : said) {
      if (again.contains(token)) continue;
      Wrong(kReportName, "it has a verdict for " + Printable(token) +
                             ", and the records give none");
    }
    for (const auto& [token, verdict] : again) {
      if (said[token] == verdict) continue;
      Wrong(kReportName, fmt::format("it has '{}' for {}, and the records give "
                                     "{}",
                                     Printable(said[token]), token, verdict));
    }
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
                          const std::string& public_key, const Assessor& assess,
                          uint64_t max_bytes) {
  Verification verification;
  const auto work = TemporaryDirectory::Make("/tmp/iec-verify-");
  if (!work.ok()) {
    verification.problems.push_back(work.error().message);
    return verification;
  }
  auto files = Unpack(bundle, work->path(), max_bytes);
  if (!files.ok()) {
    verification.problems.push_back(files.error().message);
    return verification;
  }
  return Verifier(work->path(), std::move(*files), assess).Verify(public_key);
}

}  // namespace iec
