// SPDX-License-Identifier: Apache-2.0
// pseudonyms: words in place of what must not be published. The same value is
// the same word within one run of the program; without the salt, which is
// random and kept nowhere, nobody can try values until a word comes out.
#ifndef IEC_LIB_REDACT_PSEUDONYMS_H_
#define IEC_LIB_REDACT_PSEUDONYMS_H_

#include <map>
#include <string>
#include <string_view>

namespace iec {

class Pseudonyms {
 public:
  explicit Pseudonyms(std::string salt);
  Pseudonyms();  // with 32 random bytes

  // "ip-3f9a2c1d07": `kind`, a hyphen and ten hex digits. Letters of either
  // case are one value.
  std::string Of(std::string_view kind, std::string_view value);

  // How many values of each kind were replaced.
  const std::map<std::string, size_t>& counts() const { return counts_; }

 private:
  std::string salt_;
  std::map<std::string, std::string> known_;  // word by kind and value
  std::map<std::string, size_t> counts_;
};

}  // namespace iec

#endif  // IEC_LIB_REDACT_PSEUDONYMS_H_
