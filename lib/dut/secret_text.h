// SPDX-License-Identifier: Apache-2.0
// Secrets told by what a file says, wherever it lies.
#ifndef IEC_LIB_DUT_SECRET_TEXT_H_
#define IEC_LIB_DUT_SECRET_TEXT_H_

#include <string_view>

namespace iec {

// "a private key", "a password hash", "a wireless or tunnel key", "a second
// factor's secret"; empty where `text` holds none that is known by its form. A
// private key that a passphrase encrypts is none.
std::string_view SecretIn(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_DUT_SECRET_TEXT_H_
