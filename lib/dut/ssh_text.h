// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_DUT_SSH_TEXT_H_
#define IEC_LIB_DUT_SSH_TEXT_H_

#include <string>

namespace iec {

// What libssh returns, which may be nothing.
inline std::string Text(const char* text) {
  return text == nullptr ? "" : text;
}

}  // namespace iec

#endif  // IEC_LIB_DUT_SSH_TEXT_H_
