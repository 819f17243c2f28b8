// SPDX-License-Identifier: Apache-2.0
// people: whose names a text tells, and where they stand in it.
#ifndef IEC_LIB_REDACT_PEOPLE_H_
#define IEC_LIB_REDACT_PEOPLE_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace iec {

class People {
 public:
  explicit People(const std::vector<std::string>& users);

  // Learns who is named where a text says that it is a person: /home/NAME,
  // "for user NAME", uid=1000(NAME), NAME@host, acct="NAME".
  void Learn(std::string_view text);

  // A whole value that names a person: an account, or a first and a last name,
  // each of which is learnt too.
  void LearnName(std::string_view value);

  // How much of the text from `at` on is the name of one of them.
  size_t Match(std::string_view text, size_t at) const;

 private:
  void LearnAccount(std::string_view name);
  void LearnPhrase(std::string_view phrase);
  void LearnBehindSigns(std::string_view text, std::string_view lower);
  void LearnIds(std::string_view text);
  void LearnPasswd(std::string_view text);
  void LearnShadow(std::string_view text);
  void LearnAtHosts(std::string_view text);

  std::set<std::string, std::less<>> accounts_;
  // Names of several words, by the first.
  std::map<std::string, std::set<std::string>, std::less<>> phrases_;
  size_t phrase_count_ = 0;
};

// A verdict, or a key of what we read.
bool IsFormatWord(std::string_view word);

// The longest run of bytes of names from `at` on that ends as a name does.
std::string_view NameAt(std::string_view text, size_t at, size_t longest);

}  // namespace iec

#endif  // IEC_LIB_REDACT_PEOPLE_H_
