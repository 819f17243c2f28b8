// SPDX-License-Identifier: Apache-2.0
// match: how much of a text, from a place on, is an address, a secret or a
// serial number. 0 where nothing of the kind begins there. Nothing goes back,
// so that no text takes more than a few times its length.
#ifndef IEC_LIB_REDACT_MATCH_H_
#define IEC_LIB_REDACT_MATCH_H_

#include <cstddef>
#include <string_view>

namespace iec {

size_t MatchEmail(std::string_view text);
size_t MatchMac(std::string_view text);
// Addresses that are everywhere the same (loopback, any, broadcast) are none:
// what listens there is evidence. Nor are four single digits.
size_t MatchIpv4(std::string_view text);
size_t MatchIpv6(std::string_view text);
// A password hash of crypt(3) or LDAP, 32 or more hex digits, the base64 of a
// key, a fingerprint, a JSON Web Token, a token that says by its first letters
// whose it is.
size_t MatchSecret(std::string_view text);

// The id of a test or the token of a requirement: CR_1_11_locks_the_account. It
// is never anything else.
size_t MatchTestId(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_REDACT_MATCH_H_
