// SPDX-License-Identifier: Apache-2.0
// redactor: text of devices and labs without what tells whose they are: IP and
// MAC addresses, e-mail addresses, user names of people, keys, hashes, tokens
// and passwords, serial numbers, and host names that the caller gives.
// docs/redact.md says what is found and what is not.
#ifndef IEC_LIB_REDACT_REDACTOR_H_
#define IEC_LIB_REDACT_REDACTOR_H_

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/redact/key_block.h"
#include "lib/redact/people.h"
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

  // Learns the names of people. All text, before the first of it is redacted: a
  // name stands elsewhere without a sign that it is one.
  void Learn(std::string_view text) { people_.Learn(text); }
  void LearnName(std::string_view value) { people_.LearnName(value); }

  // A key in PEM may go over several calls, unless EndText() ends it.
  std::string Text(std::string_view text);
  void EndText() { key_ = {}; }
  // Where two streams alternate, each has a key of its own.
  void SwapKey(KeyBlock& other) { std::swap(key_, other); }

  // The whole value, where a key says what it is.
  std::string Person(std::string_view name);
  std::string Secret(std::string_view value);

  const Pseudonyms& pseudonyms() const { return pseudonyms_; }

 private:
  void Line(std::string_view line, std::string& out);
  // Takes what begins at `at` and puts a pseudonym into `out`; the number of
  // bytes taken, 0 where nothing begins there.
  size_t Replace(std::string_view text, size_t at, std::string& out);
  size_t ReplaceInWord(std::string_view text, size_t at, bool is_id,
                       std::string& out);
  size_t ReplaceLabelled(std::string_view text, size_t at, std::string& out);
  size_t ReplaceGiven(std::string_view text, size_t at, std::string& out);

  Pseudonyms pseudonyms_;
  std::vector<std::string> hosts_;    // lower case, the longest first
  std::vector<std::string> serials_;  // the same
  People people_;
  KeyBlock key_;
};

}  // namespace iec

#endif  // IEC_LIB_REDACT_REDACTOR_H_
