// SPDX-License-Identifier: Apache-2.0
// Text helpers that know no locale: a verdict must not depend on LANG.
#ifndef IEC_LIB_BASE_TEXT_H_
#define IEC_LIB_BASE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace iec {

std::vector<std::string> Split(std::string_view text, char separator);
std::string Join(const std::vector<std::string>& parts,
                 std::string_view separator);
bool Contains(const std::vector<std::string>& list, std::string_view item);
std::string_view Trim(std::string_view text);
std::string Lower(std::string_view text);

// The whole text as a decimal number, or nothing.
std::optional<int64_t> ParseInteger(std::string_view text);

// Text from a device made harmless for a console that others parse: control
// characters become \xNN, '<' becomes \x3c (no forged LAVA signal) and the
// word IEC1 becomes IEC-1 (no forged record). Longer than `limit` bytes is
// cut and says so.
std::string Printable(std::string_view text, size_t limit = 400);

// The spelling among `known` that is nearest to `word`, if it is near enough
// to be what the user meant.
std::optional<std::string> Suggest(std::string_view word,
                                   const std::vector<std::string>& known);

// ": did you mean 'x'?" or nothing.
std::string DidYouMean(std::string_view word,
                       const std::vector<std::string>& known);

// UTC, RFC 3339 with milliseconds: what KCIDB and OSCAL accept.
std::string Rfc3339(int64_t milliseconds_since_epoch);
int64_t NowMilliseconds();

}  // namespace iec

#endif  // IEC_LIB_BASE_TEXT_H_
