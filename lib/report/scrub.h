// SPDX-License-Identifier: Apache-2.0
// scrub: text for a public database.
#ifndef IEC_LIB_REPORT_SCRUB_H_
#define IEC_LIB_REPORT_SCRUB_H_

#include <string>
#include <string_view>

namespace iec {

// The runner never prints a secret of its own, but a device may print one of
// its: private keys, hashes of passwords, what follows "password=" and the
// like, tokens, and addresses of people become "[removed]". The rest stays.
std::string Scrub(std::string_view text);

// At most `limit` bytes of UTF-8, cut between two characters.
std::string_view CutBytes(std::string_view text, size_t limit);

}  // namespace iec

#endif  // IEC_LIB_REPORT_SCRUB_H_
