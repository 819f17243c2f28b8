// SPDX-License-Identifier: Apache-2.0
// What a notice of use has to say, and what it may not.
#ifndef IEC_LIB_DUT_NOTICE_H_
#define IEC_LIB_DUT_NOTICE_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// Of the elements of IEC 62443-3-3 SR 1.12 those that `text` does not have:
// "whose system it is", "that use is monitored", "that unauthorised use is
// prohibited", "that use means consent". By words of English; where there are
// `patterns`, those of them that it does not have. An Error where one is none.
Result<std::vector<std::string>> MissingFromNotice(
    std::string_view text, const std::vector<std::string>& patterns);

// "a password" where the text gives one away, alone or behind one of the names
// of `accounts`; empty where it does not.
std::string SecretInNotice(std::string_view text,
                           const std::vector<std::string>& accounts);

// The first of `names` that is a word of the text, or several; empty where
// none is.
std::string NameInNotice(std::string_view text,
                         const std::vector<std::string>& names);

// What tells which system and release this device runs, and on what: the names
// and numbers of its os-release file, and of its kernel.
std::vector<std::string> SystemNames();
// Of the text of an os-release file.
std::vector<std::string> NamesOfRelease(std::string_view os_release);

}  // namespace iec

#endif  // IEC_LIB_DUT_NOTICE_H_
