// SPDX-License-Identifier: Apache-2.0
// Times in an OpenSSH server's configuration, and the same in less time.
#ifndef IEC_LIB_DUT_SSHD_TIMES_H_
#define IEC_LIB_DUT_SSHD_TIMES_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace iec {

// "15m", "1h30m", "90": the times of sshd_config(5); nothing where it is none.
std::optional<std::chrono::seconds> SshdTime(std::string_view text);

// The value of ChannelTimeout for somebody in a hurry: a time that is within
// `limit` becomes `soon`, and any other one never ends. Which entry is for
// which channel is left to the server, where a name that looks right may be for
// none.
std::string HurriedTimeouts(std::string_view timeouts,
                            std::chrono::seconds limit,
                            std::chrono::seconds soon);

}  // namespace iec

#endif  // IEC_LIB_DUT_SSHD_TIMES_H_
