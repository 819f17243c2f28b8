// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/known_password.h"

#include <algorithm>

#include "lib/base/text.h"
#include "lib/dut/process.h"

namespace iec {
namespace {

constexpr size_t kMostWords = 40;
constexpr size_t kShortest = 3;

// "'secret'," and "secret" alike.
std::string_view WithoutMarks(std::string_view word) {
  constexpr std::string_view kMarks = "\"'`,;:.()[]<>|";
  const size_t from = word.find_first_not_of(kMarks);
  if (from == std::string_view::npos) return "";
  return word.substr(from, word.find_last_not_of(kMarks) - from + 1);
}

}  // namespace

Result<std::vector<KnownPassword>> ParseKnownPasswords(
    const std::vector<std::string>& lines) {
  std::vector<KnownPassword> known;
  for (const std::string& line : lines) {
    const size_t blank = line.find(' ');
    if (blank == 0 || blank == std::string::npos) {
      return Error{"not a name and a password: one of " +
                   std::to_string(lines.size()) + " known ones"};
    }
    const std::string user = line.substr(0, blank);
    known.push_back({user == "-" ? "" : user, line.substr(blank + 1)});
  }
  return known;
}

std::vector<std::string> PasswordsIn(std::string_view text,
                                     const std::vector<std::string>& accounts) {
  std::vector<std::string> words;
  const auto add = [&words](std::string_view word) {
    if (word.size() < kShortest || words.size() >= kMostWords) return;
    if (std::find(words.begin(), words.end(), word) == words.end()) {
      words.emplace_back(word);
    }
  };
  for (std::string line : Split(text, '\n')) {
    const std::string lower = Lower(line);
    bool telling = false;
    for (const std::string_view word : {"pass", "login", "pin", "secret"}) {
      telling = telling || lower.find(word) != std::string::npos;
    }
    std::replace(line.begin(), line.end(), '\t', ' ');
    const std::vector<std::string> all = Split(line, ' ');
    for (const std::string& word : all) {
      for (const std::string& part : Split(word, '/')) {
        for (const std::string& name : Split(part, ':')) {
          telling = telling || std::find(accounts.begin(), accounts.end(),
                                         WithoutMarks(name)) != accounts.end();
        }
      }
    }
    if (!telling) continue;
    for (const std::string& word : all) {
      add(word);
      add(WithoutMarks(word));
      for (const char separator : {'/', ':', '='}) {
        for (const std::string& part : Split(word, separator)) {
          add(WithoutMarks(part));
        }
      }
    }
  }
  return words;
}

Result<bool> IsPasswordOf(const std::string& user,
                          const std::string& password) {
  IEC_ASSIGN_OR_RETURN(const std::string helper, FindProgram("unix_chkpwd"));
  IEC_ASSIGN_OR_RETURN(const Outcome outcome,
                       Run({{helper, user, "nonull"}, password + '\0'}));
  if (outcome.timed_out || outcome.signal != 0) {
    return Error{helper + ": " + outcome.Describe()};
  }
  return outcome.exit_status == 0;
}

}  // namespace iec
