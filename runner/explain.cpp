// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>
#include <set>

#include "lib/base/text.h"
#include "runner/commands.h"
#include "runner/selection.h"

namespace iec {
namespace {

constexpr size_t kColumns = 78;

// Wraps at blanks; the label stands before the first line only.
void PrintField(std::string_view label, std::string_view text) {
  if (text.empty()) return;
  std::string line = fmt::format("    {:<14}", label);
  const size_t indent = line.size();
  for (const std::string& word : Split(text, ' ')) {
    if (line.size() > indent && line.size() + 1 + word.size() > kColumns) {
      fmt::print("{}\n", line);
      line.assign(indent, ' ');
    }
    if (line.size() > indent) line += ' ';
    line += word;
  }
  fmt::print("{}\n", line);
}

void PrintParameters(const TestCase& test, const Profile& profile) {
  for (const std::string_view name : test.parameters) {
    const auto known = profile.known_parameters.find(std::string(name));
    const auto value = profile.Value(name);
    if (known == profile.known_parameters.end() || !value.ok()) continue;
    const Parameter& parameter = known->second;
    PrintField("parameter",
               fmt::format("{} = {}{}{} ({}; {}; {})", name, ToText(*value),
                           parameter.unit.empty() ? "" : " ", parameter.unit,
                           parameter.description, FloorText(parameter),
                           parameter.source));
  }
}

void PrintTest(const TestCase& test, const Profile& profile) {
  fmt::print("\n  {}\n", test.Id());
  PrintField("title", test.title);
  PrintField("tried", test.tried);
  PrintField("passes when", test.passes_when);
  PrintParameters(test, profile);
  std::vector<std::string> needs;
  for (const Capability need : test.needs) needs.emplace_back(Name(need));
  PrintField("needs", Join(needs, ", "));
  PrintField("not covered", test.not_covered);
  PrintField("to mend", test.remedy);
  std::vector<std::string> lanes;
  for (const Lane lane : test.lanes) lanes.emplace_back(Name(lane));
  PrintField("lanes", Join(lanes, ", "));
  if (test.peer) {
    PrintField("peer", "a second machine on the network: run --peer");
  }
  PrintField("plan", test.plan);
}

void PrintRequirement(const Requirement& requirement) {
  fmt::print("{}  {}\n", requirement.id, requirement.title);
  fmt::print("  FR {}, from SL {} on\n", requirement.fr, requirement.sl_c);
  PrintField("meaning", requirement.summary);
}

}  // namespace

int Explain(const ExplainOptions& options) {
  const auto words = JoinWords(options.words);
  const auto profile = LoadProfileOrDefault(options.profile);
  if (!profile.ok()) return Complain(profile.error().message, kExitNoVerdict);
  for (const std::string& word : words) {
    const auto tests = Select(word);
    if (!tests.ok()) return Complain(tests.error().message, kExitUsage);
    const Requirement* printed = nullptr;
    if (const Requirement* named = FindRequirement(word)) {
      PrintRequirement(*named);
      printed = named;
      if (tests->empty()) {
        fmt::print("\n  {}\n", named->manual
                                   ? "no automated test: a person brings the "
                                     "evidence"
                                   : "no test case covers it yet");
      }
    }
    for (const TestCase* test : *tests) {
      if (test->requirement_data() != printed) {
        printed = test->requirement_data();
        PrintRequirement(*printed);
      }
      PrintTest(*test, *profile);
    }
  }
  return kExitPass;
}

}  // namespace iec
