// SPDX-License-Identifier: Apache-2.0
// byte_kind: kinds of bytes, of ASCII alone, and how many of a kind follow each
// other.
#ifndef IEC_LIB_REDACT_BYTE_KIND_H_
#define IEC_LIB_REDACT_BYTE_KIND_H_

#include <cstddef>
#include <string_view>

namespace iec {

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
inline bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
inline bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool IsAlnum(char c) { return IsDigit(c) || IsLower(c) || IsUpper(c); }
inline bool IsWordByte(char c) { return IsAlnum(c) || c == '_'; }
// Of the name of an account or a host.
inline bool IsNameByte(char c) { return IsWordByte(c) || c == '.' || c == '-'; }
inline bool IsHex(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
inline bool IsOneOf(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

// Bytes at the beginning of the text for which it holds, `limit` at most.
template <typename Holds>
size_t Run(std::string_view text, Holds holds,
           size_t limit = std::string_view::npos) {
  size_t end = 0;
  while (end < text.size() && end < limit && holds(text[end])) ++end;
  return end;
}

}  // namespace iec

#endif  // IEC_LIB_REDACT_BYTE_KIND_H_
