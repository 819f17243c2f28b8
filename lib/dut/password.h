// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_DUT_PASSWORD_H_
#define IEC_LIB_DUT_PASSWORD_H_

#include <cstddef>
#include <string>

namespace iec {

inline constexpr size_t kPasswordLength = 24;

// Random, from the kernel: lower case, upper case, digits and others in every
// four characters, no word, no sequence, no two characters of a class in a
// row, nothing that a shell, a terminal or chpasswd(8) takes for its own. 5
// bits a character, so no policy for people refuses it.
std::string RandomPassword(size_t length = kPasswordLength);

}  // namespace iec

#endif  // IEC_LIB_DUT_PASSWORD_H_
