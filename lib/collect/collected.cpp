// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/collected.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"
#include "lib/record/wire.h"

namespace iec {
namespace embedded {
extern const std::string_view kCipTests;
}  // namespace embedded

namespace {

constexpr std::string_view kShellPrefix = "TC_";
constexpr size_t kMaxShellId = 64;
constexpr size_t kMaxShellRest = 64;              // "fail+28" and blanks
constexpr std::string_view kPeerSuite = "_peer";  // "1_peer", by peer.yaml
constexpr std::string_view kPeerPrefix = "peer_";
constexpr size_t kMaxPeerReports = 20;

const std::vector<std::string>& Tokens() {
  static const std::vector<std::string> kTokens = [] {
    std::vector<std::string> tokens;
    for (const Requirement& requirement : Requirements()) {
      tokens.push_back(Token(requirement));
    }
    return tokens;
  }();
  return kTokens;
}

bool Begins(std::string_view name, std::string_view token) {
  return name.size() > token.size() + 1 && name.starts_with(token) &&
         name[token.size()] == '_';
}

std::map<std::string, std::string, std::less<>> ReadShellTests() {
  std::map<std::string, std::string, std::less<>> tests;
  for (const std::string& line : Split(embedded::kCipTests, '\n')) {
    const size_t blank = line.find(' ');
    if (line.starts_with('#') || blank == std::string::npos) continue;
    const Requirement* requirement = FindRequirement(line.substr(blank + 1));
    if (requirement != nullptr) {
      tests[line.substr(0, blank)] = Token(*requirement);
    }
  }
  return tests;
}

bool IsIdCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool IsPrintable(char c) { return c >= ' ' && c <= '~'; }

bool IsShellResult(std::string_view word) {
  return word == "pass" || word == "fail" || word == "skip";
}

// The id right before the '+' at `plus`; empty: there is none.
std::string_view ShellIdBefore(std::string_view line, size_t plus) {
  size_t begin = plus;
  while (begin > 0 && plus - begin < kMaxShellId &&
         IsIdCharacter(line[begin - 1])) {
    --begin;
  }
  const std::string_view word = line.substr(begin, plus - begin);
  const size_t id = word.rfind(kShellPrefix);
  if (id == std::string_view::npos || !IsShellTest(word.substr(id))) return {};
  return word.substr(id);
}

// What follows an id and its '+', up to the next result or to what a console
// adds.
std::string_view ShellRest(std::string_view text) {
  text = text.substr(0, kMaxShellRest);
  text = text.substr(0, text.find(kShellPrefix));
  const auto end = std::find_if_not(text.begin(), text.end(), IsPrintable);
  text = text.substr(0, static_cast<size_t>(end - text.begin()));
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "pass", "fail+28", "skip+"; false: it is torn.
bool ParseShellRest(std::string_view rest, ShellResult& result) {
  const size_t plus = std::min(rest.find('+'), rest.size());
  result.result = rest.substr(0, plus);
  rest.remove_prefix(std::min(plus + 1, rest.size()));
  if (!IsShellResult(result.result)) return false;
  if (rest.empty()) return true;
  const char* const last = rest.data() + rest.size();
  const auto [end, error] = std::from_chars(rest.data(), last, result.seconds);
  return error == std::errc() && end == last && std::isfinite(result.seconds) &&
         result.seconds >= 0;
}

// Whether the '+' at `plus` stands in a result whose id is damaged or lost: ids
// end with a digit.
bool IsTornShellResult(std::string_view line, size_t plus) {
  const char before = plus == 0 ? '\0' : line[plus - 1];
  if (IsPrintable(before) && (before < '0' || before > '9')) return false;
  const std::string_view rest = ShellRest(line.substr(plus + 1));
  return IsShellResult(rest.substr(0, rest.find('+')));
}

}  // namespace

std::string RequirementOf(const LavaCase& lava) {
  if (IsShellTest(lava.name)) return RequirementOfShellTest(lava.name);
  const std::string* longest = nullptr;
  for (const std::string& token : Tokens()) {
    // A test has a name behind it: this is a verdict of the collector's own.
    if (token == lava.name) return "";
    if (Begins(lava.name, token) &&
        (longest == nullptr || token.size() > longest->size())) {
      longest = &token;
    }
  }
  return longest == nullptr ? "" : *longest;
}

std::string RequirementOfShellTest(std::string_view id) {
  static const auto kTests = ReadShellTests();
  const auto found = kTests.find(id);
  return found == kTests.end() ? "" : found->second;
}

bool IsShellTest(std::string_view name) {
  return name.starts_with(kShellPrefix) && name.size() > kShellPrefix.size() &&
         name.size() <= kMaxShellId &&
         std::all_of(name.begin(), name.end(), IsIdCharacter);
}

std::string NotInTheList(std::string_view id) {
  return fmt::format(
      "the result of {} is ignored: the list of the shell suite's tests does "
      "not have it",
      Printable(id, 80));
}

void TakeShellLine(size_t number, std::string_view line, Collected& collected,
                   ProblemList& problems) {
  size_t plus = line.find('+');
  if (plus == std::string_view::npos || line.find(kMagic) != line.npos) return;
  bool torn = false;
  for (; plus != std::string_view::npos; plus = line.find('+', plus + 1)) {
    ShellResult result;
    result.id = ShellIdBefore(line, plus);
    result.line = number;
    if (result.id.empty()) {
      torn = torn || IsTornShellResult(line, plus);
    } else if (!ParseShellRest(ShellRest(line.substr(plus + 1)), result)) {
      torn = true;
    } else if (RequirementOfShellTest(result.id).empty()) {
      problems.Add(ProblemList::Kind::kUnplanned, number,
                   NotInTheList(result.id));
    } else if (std::none_of(collected.shell.begin(), collected.shell.end(),
                            [&](const ShellResult& known) {
                              return known.id == result.id &&
                                     known.result == result.result;
                            })) {
      collected.shell.push_back(std::move(result));
    }
  }
  if (!torn) return;
  problems.Add(ProblemList::Kind::kTorn, number,
               fmt::format("a torn result line of the shell suite: '{}'",
                           Printable(line, 80)));
}

void TakeCase(const LavaCase& lava, Collected& collected) {
  if (!collected.input.job) collected.input.job.emplace();
  JobRecord& job = *collected.input.job;
  if (job.id.empty()) job.id = lava.job;
  TakeJobCase(lava, job);
  if (!IsVerdict(lava)) return;
  if (IsShellTest(lava.name) || !RequirementOf(lava).empty()) {
    collected.cases.push_back(lava);
  } else if (lava.suite.ends_with(kPeerSuite) &&
             lava.name.starts_with(kPeerPrefix) &&
             collected.input.peer.size() < kMaxPeerReports) {
    collected.input.peer.push_back({lava.name, lava.result});
  }
}

}  // namespace iec
