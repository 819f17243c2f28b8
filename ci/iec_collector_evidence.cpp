// SPDX-License-Identifier: Apache-2.0
#include "ci/iec_collector_evidence.h"

#include <fmt/format.h>

#include "ci/iec_collector_messages.h"
#include "ci/iec_collector_report.h"
#include "lib/base/exit_status.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/collect/expand.h"
#include "lib/evidence/bundle.h"
#include "lib/evidence/key.h"
#include "lib/report/format.h"

namespace iec {
namespace {

constexpr size_t kMaxKey = 64u << 10;

Result<Assessment> AssessFiles(const std::string& directory,
                               const std::vector<std::string>& files,
                               const std::string& profile) {
  AssessmentOptions options;
  if (!profile.empty()) {
    const Status status = UseProfile(directory + "/" + profile, options);
    if (!status.ok()) {
      return Error{WithoutDirectory(status.error().message, directory)};
    }
  }
  const Inputs inputs = ReadInputs(files, directory);
  if (!inputs.all_readable()) return Error{"an input could not be read"};
  return Assess(inputs.readable, options);
}

// One file for each format, named so that everybody knows what opens it.
std::string ReportName(std::string_view format) {
  struct Ending {
    std::string_view format;
    std::string_view name;
  };
  constexpr Ending kEndings[] = {
      {"table", "report.txt"}, {"json", "report.json"},
      {"junit", "junit.xml"},  {"markdown", "report.md"},
      {"csv", "report.csv"},   {"html", "report.html"},
      {"xccdf", "xccdf.xml"},  {"kcidb", "kcidb.json"},
      {"oscal", "oscal.json"}, {"lava", "lava.txt"}};
  for (const Ending& ending : kEndings) {
    if (ending.format == format) return std::string(ending.name);
  }
  return std::string(format) + ".txt";
}

Result<std::vector<std::string>> Expand(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (path == "-") {
      return Error{"a bundle wants files: standard input can be read once"};
    }
    IEC_ASSIGN_OR_RETURN(const auto expanded, ExpandInput(path));
    files.insert(files.end(), expanded.begin(), expanded.end());
  }
  return files;
}

std::vector<std::pair<std::string, std::string>> Reports(
    const Assessment& assessment) {
  std::vector<std::pair<std::string, std::string>> reports;
  for (const Format& format : Formats()) {
    reports.emplace_back(ReportName(format.name),
                         format.render(assessment, RenderOptions()));
  }
  return reports;
}

using ParseKey = Result<EvidenceKey>(std::string_view pem);

Result<EvidenceKey> ReadKey(const std::string& path, ParseKey* parse) {
  IEC_ASSIGN_OR_RETURN(const std::string pem, ReadFile(path, kMaxKey));
  auto key = parse(pem);
  if (!key.ok()) return key.error().Within(path);
  return key;
}

Result<Assessment> Make(const BundleCommand& options) {
  IEC_ASSIGN_OR_RETURN(const EvidenceKey key,
                       ReadKey(options.key, EvidenceKey::Private));
  BundleRequest request;
  request.profile = options.profile;
  request.reports = Reports;
  IEC_ASSIGN_OR_RETURN(request.inputs, Expand(options.inputs));
  return MakeBundle(request, key, AssessFiles, options.output);
}

}  // namespace

int MakeEvidence(const BundleCommand& options) {
  const auto assessment = Make(options);
  if (!assessment.ok()) {
    return Fail(assessment.error().message, kExitNoVerdict);
  }
  fmt::print("{}: status {}: {}\n", Printable(options.output),
             assessment->exit_status, assessment->exit_reason);
  return assessment->exit_status;
}

int VerifyEvidence(const VerifyCommand& options) {
  const auto key = ReadKey(options.key, EvidenceKey::Public);
  if (!key.ok()) return Fail(key.error().message, kExitNoVerdict);
  const Verification verification =
      VerifyBundle(options.bundle, *key, AssessFiles);
  for (const auto* list : {&verification.problems, &verification.unchecked}) {
    for (const std::string& message : *list) {
      Note(fmt::format("{}: {}", options.bundle, message));
    }
  }
  if (!verification.problems.empty()) {
    return Fail(options.bundle + " is not what was signed", kExitFinding);
  }
  if (!verification.ok()) {
    return Fail(options.bundle + " could not be checked", kExitNoVerdict);
  }
  fmt::print("{}: the signature, {} files and the verdicts hold: {}\n",
             Printable(options.bundle), verification.files,
             Printable(verification.result));
  for (const std::string& subject : verification.subjects) {
    fmt::print("subject {}\n", subject);
  }
  return kExitPass;
}

}  // namespace iec
