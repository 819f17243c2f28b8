// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/kept_result.h"

#include <fmt/format.h>

#include "lib/base/text.h"

namespace iec {

using Kind = ProblemList::Kind;

namespace {

int Badness(std::string_view result) {
  return result == "fail"      ? 3
         : result == "unknown" ? 2
         : result == "skip"    ? 1
                               : 0;
}

// What KernelCI and GoogleTest take as well.
std::string WireName(std::string_view name) {
  std::string id(name);
  for (char& c : id) {
    if (c == '.' || c == '-') c = '_';
  }
  return id;
}

bool IsWord(std::string_view name) {
  for (const char c : name) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      (c >= '0' && c <= '9') || c == '_';
    if (!word) return false;
  }
  return !name.empty();
}

}  // namespace

void KeptResults::Put(KeptResult result, size_t line, ProblemList& problems) {
  if (result.requirement.empty()) {
    return problems.Add(Kind::kUnplanned, line, NotInTheList(result.called));
  }
  if (!IsWord(result.id)) {
    return problems.Add(
        Kind::kShape, line,
        fmt::format("the result of '{}' is ignored: no test of ours has such a "
                    "name",
                    Printable(result.called, 80)));
  }
  const auto [known, is_new] = index_of_.emplace(result.id, results_.size());
  if (is_new) return results_.push_back(std::move(result));
  KeptResult& first = results_[known->second];
  if (first.result == result.result) return;
  problems.Add(
      Kind::kDoubled, line,
      fmt::format("two results of {}: '{}' after '{}'; the worse one "
                  "counts",
                  Printable(result.called, 80), result.result, first.result));
  if (Badness(result.result) > Badness(first.result)) first = std::move(result);
}

void KeptResults::Add(const LavaCase& lava, ProblemList& problems) {
  KeptResult result;
  result.shell = IsShellTest(lava.name);
  result.id = result.shell ? WireName(lava.name) : lava.name;
  result.called = lava.name;
  result.requirement = RequirementOf(lava);
  result.result = lava.result;
  result.seconds = lava.seconds;
  result.logged = lava.logged;
  result.lines = lava.lines;
  // LAVA's own way to say that nothing came.
  if (IsMissing(lava) && !result.requirement.empty() && IsWord(result.id)) {
    result.result.clear();
    expected_.push_back(std::move(result));
    return;
  }
  Put(std::move(result), 0, problems);
}

void KeptResults::Add(const ShellResult& shell, ProblemList& problems) {
  KeptResult result;
  result.shell = true;
  result.id = WireName(shell.id);
  result.called = shell.id;
  result.requirement = RequirementOfShellTest(shell.id);
  result.result = shell.result;
  result.seconds = shell.seconds;
  result.lines = {shell.line, shell.line};
  Put(std::move(result), shell.line, problems);
}

std::vector<KeptResult> KeptResults::Take() {
  for (KeptResult& expected : expected_) {
    const auto [known, is_new] =
        index_of_.emplace(expected.id, results_.size());
    if (is_new) results_.push_back(std::move(expected));
  }
  index_of_.clear();
  return std::move(results_);
}

TestRecord RecordOf(const KeptResult& kept, bool keyed) {
  TestRecord record;
  record.id = kept.id;
  record.requirement = kept.requirement;
  record.started = kept.logged;
  record.seconds = kept.seconds;
  record.kept = kept.result;
  record.verdict = kept.result == "pass"   ? Verdict::kPass
                   : kept.result == "fail" ? Verdict::kFail
                   : kept.result == "skip" ? Verdict::kNotApplicable
                                           : Verdict::kError;
  if (kept.shell) {
    record.reason =
        fmt::format("the CIP shell suite says '{}' of {}; there is no record",
                    kept.result, kept.called);
    // It leaves tests out as the lab chose, which says nothing of the device.
    if (kept.result == "skip") record.verdict = Verdict::kError;
  } else {
    record.reason = fmt::format(
        "LAVA kept '{}'; the record of the test did not arrive", kept.result);
    if (kept.result == "fail") {
      record.reason += ", so it may have been an error";
    }
  }
  if (keyed) {
    record.verdict = Verdict::kError;
    record.reason += ", and only that would be signed";
  }
  return record;
}

}  // namespace iec
