// SPDX-License-Identifier: Apache-2.0
#include "ci/iec_collector_redact.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <map>

#include "ci/iec_collector_messages.h"
#include "ci/iec_collector_report.h"
#include "lib/base/exit_status.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/collect/source.h"
#include "lib/record/wire.h"
#include "lib/redact/document.h"
#include "lib/report/assessment.h"
#include "lib/report/format.h"

namespace iec {
namespace {

// The whole is held, since names are learnt before the first line is written.
constexpr size_t kMaxRedactBytes = size_t{512} << 20;

// What must not change: the verdict of each test and requirement, and how the
// whole ends.
Result<std::map<std::string, std::string>> VerdictsOf(const std::string& path) {
  const Inputs inputs = ReadInputs({path});
  if (!inputs.all_readable()) return Error{path + " holds nothing to assess"};
  IEC_ASSIGN_OR_RETURN(const Assessment assessment,
                       Assess(inputs.readable, {}));
  std::map<std::string, std::string> verdicts;
  for (const AssessedTest& test : assessment.tests) {
    verdicts["test " + test.plan.id] = Name(test.verdict);
  }
  for (const AssessedRequirement& row : assessment.requirements) {
    verdicts[row.id] = Name(row.verdict);
  }
  verdicts["the status"] = fmt::format("{}", assessment.exit_status);
  return verdicts;
}

// Empty: nothing did.
std::string WhatChanged(const std::map<std::string, std::string>& before,
                        const std::map<std::string, std::string>& after) {
  for (const auto& [what, verdict] : before) {
    const auto found = after.find(what);
    if (found == after.end()) return what + " is gone";
    if (found->second != verdict) {
      return fmt::format("{} is {} and was {}", what, found->second, verdict);
    }
  }
  return after.size() == before.size() ? "" : "there is more than before";
}

// Removes a copy with another verdict.
Status CheckCopy(const RedactCommand& options,
                 const std::map<std::string, std::string>& before) {
  const auto after = VerdictsOf(options.output);
  const std::string changed =
      after.ok() ? WhatChanged(before, *after) : after.error().message;
  if (changed.empty()) return {};
  unlink(options.output.c_str());
  return Error{fmt::format(
      "{} cannot be redacted without another verdict: {}; nothing is written",
      options.input, changed)};
}

Status Write(const RedactCommand& options) {
  struct stat info {};
  if (stat(options.input.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    return Error{options.input +
                 " is no file: redact makes one copy of one file, which it "
                 "reads twice"};
  }
  IEC_ASSIGN_OR_RETURN(const std::string text,
                       ReadInput(options.input, kMaxRedactBytes));
  // It may be removed again, so it has to be ours.
  if (Exists(options.output)) {
    return Error{options.output +
                 " is there already: a copy never replaces anything"};
  }
  if (text.starts_with("\x1f\x8b")) {
    return Error{options.input + " is packed twice: unpack it with gunzip"};
  }
  // Without a record there may be nothing to assess, and the text is all. With
  // one, say a signed one without its key, its slices would hide names.
  const auto before = VerdictsOf(options.input);
  if (!before.ok() && text.find(kMagic) != std::string::npos) {
    return before.error();
  }
  const char* key = std::getenv(kRecordKeyVariable);
  Redactor redactor({options.hosts, options.users, options.serials});
  DocumentRedactor document(redactor, key == nullptr ? "" : key);
  const auto copy = document.Document(text);
  if (!copy.ok()) {
    return Error{fmt::format("{}: {}; nothing is written", options.input,
                             copy.error().message)};
  }
  IEC_RETURN_IF_ERROR(WriteOutput(options.output, *copy));
  if (before.ok()) IEC_RETURN_IF_ERROR(CheckCopy(options, *before));
  std::vector<std::string> parts;
  for (const auto& [kind, count] : redactor.pseudonyms().counts()) {
    parts.push_back(fmt::format("{} {}", count, kind));
  }
  Note(fmt::format("{}: replaced {}{}", options.output,
                   parts.empty() ? "nothing" : Join(parts, ", "),
                   before.ok() ? "" : "; it holds nothing to assess"));
  return {};
}

}  // namespace

int Redact(const RedactCommand& options) {
  if (options.input == "-" || options.output == "-") {
    return Fail(
        "redact wants files: it reads its input twice, and its output to see "
        "that no verdict changed",
        kExitUsage);
  }
  const Status status = Write(options);
  return status.ok() ? kExitPass : Fail(status.error().message, kExitNoVerdict);
}

}  // namespace iec
