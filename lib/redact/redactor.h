// SPDX-License-Identifier: Apache-2.0
// redactor: text of devices and labs without what tells whose they are: IP and
// MAC addresses, e-mail addresses, user names of people, keys, hashes, tokens
// and passwords, serial numbers, and host names that the caller gives.
#ifndef IEC_LIB_REDACT_REDACTOR_H_
#define IEC_LIB_REDACT_REDACTOR_H_

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/redact/pseudonyms.h"

namespace iec {

struct RedactOptions {
  std::vector<std::string> hosts;  // of each also what stands before a dot
  std::vector<std::string> users;
  std::vector<std::string> serials;
};

class Redactor {
 public:
  explicit Redactor(const RedactOptions& options, Pseudonyms pseudonyms = {});

  // Learns names of people where the text says that they are: /home/NAME,
  // "for user NAME", uid=1000(NAME), NAME@host. All text, before the first of
  // it is redacted: a name stands elsewhere without such a sign.
  void Learn(std::string_view text);

  // A key in PEM may go over several calls, unless EndText() ends it.
  std::string Text(std::string_view text);
  void EndText() { in_key_ = false; }

  // The whole value, where a key says what it is.
  std::string Person(std::string_view name);
  std::string Secret(std::string_view value);

  const Pseudonyms& pseudonyms() const { return pseudonyms_; }

 private:
  void LearnPerson(std::string_view name);
  // Takes what begins at `at` and puts a pseudonym into `out`; the number of
  // bytes taken, 0 where nothing begins there.
  size_t Replace(std::string_view text, size_t at, std::string& out);
  size_t ReplaceWord(std::string_view text, size_t at, std::string& out);

  Pseudonyms pseudonyms_;
  std::vector<std::string> hosts_;  // lower case
  std::set<std::string, std::less<>> users_;
  std::set<std::string, std::less<>> serials_;  // lower case
  bool in_key_ = false;  // between BEGIN and END of PEM, over several calls
};

}  // namespace iec

#endif  // IEC_LIB_REDACT_REDACTOR_H_
