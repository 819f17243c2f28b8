// SPDX-License-Identifier: Apache-2.0
#include "lib/peer/time_server.h"

#include <cstdint>

namespace iec {
namespace {

constexpr size_t kHeaderSize = 48;
constexpr size_t kTransmitTime = 40;
constexpr unsigned kClientMode = 3;
constexpr unsigned kServerMode = 4;
constexpr uint64_t kSecondsTo1970 = 2'208'988'800;  // since 1900
constexpr int64_t kMillion = 1'000'000;

void Put(std::string& out, uint64_t value, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(value >> shift);
  }
}

// Seconds since 1900, of which only the lower half is kept, and 2^-32 s.
void PutTime(std::string& out, UnixMicroseconds time) {
  const int64_t count = time.count();
  Put(out, static_cast<uint64_t>(count / kMillion) + kSecondsTo1970, 4);
  Put(out, (static_cast<uint64_t>(count % kMillion) << 32) / kMillion, 4);
}

}  // namespace

std::optional<std::string> AnswerTimeRequest(std::string_view request,
                                             UnixMicroseconds received,
                                             UnixMicroseconds sent) {
  if (request.size() < kHeaderSize) return std::nullopt;
  const auto first = static_cast<uint8_t>(request[0]);
  const unsigned version = first >> 3 & 7;
  if ((first & 7) != kClientMode || version < 3 || version > 4) {
    return std::nullopt;
  }
  std::string answer;
  Put(answer, version << 3 | kServerMode, 1);
  Put(answer, 1, 1);                          // stratum
  answer += request[2];                       // the interval of the client
  Put(answer, static_cast<uint8_t>(-20), 1);  // precision: a microsecond
  Put(answer, 0, 4);                          // root delay
  Put(answer, 1, 4);                          // root dispersion: 15 us
  answer += std::string_view("LOCL");
  PutTime(answer, received - std::chrono::seconds(1));  // when it was set
  answer += request.substr(kTransmitTime, 8);
  PutTime(answer, received);
  PutTime(answer, sent);
  return answer;
}

}  // namespace iec
