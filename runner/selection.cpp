// SPDX-License-Identifier: Apache-2.0
#include "runner/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/base/text.h"

namespace iec {
namespace {

bool IsPrefix(const std::string& word) {
  const std::string lower = Lower(word);
  for (const char* prefix : {"cr", "sar", "edr", "hdr", "ndr"}) {
    if (lower == prefix) return true;
  }
  return false;
}

bool IsEnhancement(const std::string& word) {
  return Lower(word).starts_with("re");
}

int NumberOfFr(const std::string& word) {
  const std::string lower = Lower(word);
  if (lower.size() != 3 || !lower.starts_with("fr")) return 0;
  const int number = lower[2] - '0';
  return number >= 1 && number <= 7 ? number : 0;
}

std::vector<std::string> KnownNames() {
  std::vector<std::string> names;
  for (const TestCase& test : AllTestCases()) {
    names.push_back(test.Id());
    names.emplace_back(test.plan);
  }
  for (const Requirement& requirement : Requirements()) {
    names.emplace_back(requirement.id);
    names.push_back(Token(requirement));
  }
  return names;
}

}  // namespace

std::vector<std::string> JoinWords(const std::vector<std::string>& words) {
  std::vector<std::string> joined;
  bool open = false;  // the last one is a prefix that wants its number
  for (const std::string& word : words) {
    const bool continues =
        !joined.empty() &&
        (open ||
         (IsEnhancement(word) && FindRequirement(joined.back()) != nullptr));
    if (continues) {
      joined.back() += " " + word;
    } else {
      joined.push_back(word);
    }
    // "RE 1" as two words: the number is still to come.
    open = (!continues && IsPrefix(word)) || (continues && Lower(word) == "re");
  }
  return joined;
}

Result<std::vector<const TestCase*>> Select(const std::string& word) {
  const Requirement* requirement = FindRequirement(word);
  const int fr = NumberOfFr(word);
  std::vector<const TestCase*> selected;
  for (const TestCase& test : AllTestCases()) {
    const Requirement* own = test.requirement_data();
    if ((requirement != nullptr && own == requirement) ||
        (fr != 0 && own != nullptr && own->fr == fr) || test.Id() == word ||
        Lower(test.plan) == Lower(word)) {
      selected.push_back(&test);
    }
  }
  if (selected.empty() && requirement == nullptr && fr == 0) {
    return Error{fmt::format("nothing is called '{}'{}", word,
                             DidYouMean(word, KnownNames()))};
  }
  return selected;
}

Result<std::vector<const TestCase*>> SelectAll(
    const std::vector<std::string>& words) {
  std::set<const TestCase*> chosen;
  for (const std::string& word : words) {
    IEC_ASSIGN_OR_RETURN(const auto tests, Select(word));
    chosen.insert(tests.begin(), tests.end());
  }
  std::vector<const TestCase*> selected;
  for (const TestCase& test : AllTestCases()) {
    if (words.empty() || chosen.contains(&test)) selected.push_back(&test);
  }
  return selected;
}

}  // namespace iec
