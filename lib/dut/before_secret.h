// SPDX-License-Identifier: Apache-2.0
// What a person is shown before anything secret is asked for. No secret is
// ever given: nothing counts as a failed login.
#ifndef IEC_LIB_DUT_BEFORE_SECRET_H_
#define IEC_LIB_DUT_BEFORE_SECRET_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/getty.h"
#include "lib/profile/profile.h"

namespace iec {

// At a console, from the start of its getty on, the prompts left out. What a
// session without any question for a secret shows is not part of it. An Error
// where the getty asks for no name.
Result<std::string> ShownAtConsole(const Getty& getty, const std::string& user);

struct ShownOverSsh {
  std::string text;
  std::vector<std::string> methods;  // that the server offers then
};
// With the answer to the first request of this method: "none", by which every
// client begins, or "keyboard-interactive", whose first question then ends it.
Result<ShownOverSsh> ShownBySsh(const HumanInterface& interface,
                                const std::string& user,
                                const std::string& method);

// What of a terminal's output can still be seen: without control sequences,
// and from where the screen was last cleared on.
std::string VisibleText(std::string_view output);

// Whether a text tells a terminal to hide it, though it was sent: concealed, in
// the colour of its background, or erased line by line.
bool IsConcealed(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_DUT_BEFORE_SECRET_H_
