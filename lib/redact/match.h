// SPDX-License-Identifier: Apache-2.0
// match: how much of a text, from a place on, is an address, a secret or a
// serial number. 0 where nothing of the kind begins there. Nothing goes back,
// so that no text takes more than a few times its length.
#ifndef IEC_LIB_REDACT_MATCH_H_
#define IEC_LIB_REDACT_MATCH_H_

#include <cstddef>
#include <string_view>

namespace iec {

bool IsWordByte(char c);  // letter, digit or underscore

size_t MatchEmail(std::string_view text);
size_t MatchMac(std::string_view text);
// Addresses that are everywhere the same (loopback, any, broadcast) are none:
// what listens there is evidence.
size_t MatchIpv4(std::string_view text);
size_t MatchIpv6(std::string_view text);
// A password hash of crypt(3), 32 or more hex digits, the base64 of a key, a
// JSON Web Token.
size_t MatchSecret(std::string_view text);

// A word after which a value stands that must not be shown, say `token=`,
// `password: `, `Serial Number: `. How long the word and what follows it up to
// the value are, and how long the value is.
struct Labelled {
  size_t label = 0;
  size_t value = 0;
};
Labelled MatchLabelledSecret(std::string_view text);
Labelled MatchLabelledSerial(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_REDACT_MATCH_H_
