// SPDX-License-Identifier: Apache-2.0
// Addresses that the device shuts out for a time.
#ifndef IEC_LIB_DUT_BANS_H_
#define IEC_LIB_DUT_BANS_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/undo.h"

namespace iec {

inline constexpr std::string_view kBanKind = "ban";

// For an address of ours that is about to be shut out. `command` is a line of
// words that lets it in again, "{address}" among them; the undo runs it, and
// where it comes so early that the ban may not have come yet, within `late`
// from now, it waits for that.
Status ExpectBan(UndoJournal& journal, const std::vector<std::string>& command,
                 const std::string& address, std::chrono::seconds late);
// Fine where it is not shut out.
Status EndBan(const std::vector<std::string>& command,
              const std::string& address);

// How long fail2ban means to shut the address out, from the start of the ban;
// less than 0 is for ever. Nothing where it does not shut it out, or is not
// there to be asked.
std::optional<std::chrono::seconds> TimeOfBan(const std::string& address);

// The same in what `fail2ban-client get JAIL banip --with-time` prints.
std::optional<std::chrono::seconds> TimeOfBanIn(std::string_view text,
                                                const std::string& address);

}  // namespace iec

#endif  // IEC_LIB_DUT_BANS_H_
