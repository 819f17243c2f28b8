// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/collected.h"

#include <algorithm>
#include <map>

#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"

namespace iec {
namespace embedded {
extern const std::string_view kCipTests;
}  // namespace embedded

namespace {

constexpr std::string_view kShellPrefix = "TC_";
constexpr size_t kMaxShellId = 64;
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

}  // namespace

std::string RequirementOf(const LavaCase& lava) {
  if (IsShellTest(lava.name)) return RequirementOfShellTest(lava.name);
  const std::vector<std::string>& tokens = Tokens();
  const std::string* longest = nullptr;
  for (const std::string& token : tokens) {
    if (!Begins(lava.name, token)) continue;
    if (token == lava.set) return token;
    if (longest == nullptr || token.size() > longest->size()) {
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

std::optional<ShellResult> ParseShellLine(size_t number,
                                          std::string_view line) {
  if (!line.starts_with(kShellPrefix)) return std::nullopt;
  while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
  const size_t plus = line.find('+');
  if (plus == std::string_view::npos || line.size() > 2 * kMaxShellId ||
      !IsShellTest(line.substr(0, plus))) {
    return std::nullopt;
  }
  ShellResult result;
  result.id = line.substr(0, plus);
  line.remove_prefix(plus + 1);
  const size_t second = std::min(line.find('+'), line.size());
  result.result = line.substr(0, second);
  line.remove_prefix(std::min(second + 1, line.size()));
  if (!line.empty()) {
    const auto seconds = ParseInteger(line);
    if (!seconds || *seconds < 0) return std::nullopt;
    result.seconds = static_cast<double>(*seconds);
  }
  result.line = number;
  for (const std::string_view word : {"pass", "fail", "skip"}) {
    if (result.result == word) return result;
  }
  return std::nullopt;
}

void TakeCase(const LavaCase& lava, Collected& collected) {
  if (!collected.input.job) collected.input.job.emplace();
  JobRecord& job = *collected.input.job;
  if (job.id.empty()) job.id = lava.job;
  TakeJobCase(lava, job);
  if (lava.measured || lava.suite == "lava") return;
  if (IsShellTest(lava.name) || !RequirementOf(lava).empty()) {
    collected.cases.push_back(lava);
  } else if (lava.suite.ends_with(kPeerSuite) &&
             lava.name.starts_with(kPeerPrefix) &&
             collected.input.peer.size() < kMaxPeerReports) {
    collected.input.peer.push_back({lava.name, lava.result});
  }
}

}  // namespace iec
