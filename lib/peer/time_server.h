// SPDX-License-Identifier: Apache-2.0
// What an NTP server (RFC 5905) answers: a source of its own, of the first
// stratum.
#ifndef IEC_LIB_PEER_TIME_SERVER_H_
#define IEC_LIB_PEER_TIME_SERVER_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace iec {

// Since 1970, UTC.
using UnixMicroseconds = std::chrono::microseconds;

// `received` and `sent`: when by the clock that is served. Nothing for what is
// no request of a client.
std::optional<std::string> AnswerTimeRequest(std::string_view request,
                                             UnixMicroseconds received,
                                             UnixMicroseconds sent);

}  // namespace iec

#endif  // IEC_LIB_PEER_TIME_SERVER_H_
