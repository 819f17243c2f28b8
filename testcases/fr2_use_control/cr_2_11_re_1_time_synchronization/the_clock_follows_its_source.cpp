// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <thread>
#include <vector>

#include "lib/base/text.h"
#include "lib/dut/clock_guard.h"
#include "lib/testcase/check.h"
#include "lib/testcase/peer_view.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::seconds;
using Reading = PeerTimeServer::Reading;

constexpr uint16_t kNtp = 123;
constexpr seconds kLook{2};
constexpr seconds kShift{2};
// In order for so many looks in a row: a clock that only passes by is not
// synchronised.
constexpr int kInOrder = 3;

struct Policy {
  microseconds tolerance{0};
  seconds patience{0};
};

std::string Describe(const Reading& reading, seconds passed) {
  return fmt::format(
      "after {} s the source is {:.1f} ms ahead (to within {:.1f} ms) and has "
      "answered {} requests",
      passed.count(), static_cast<double>(reading.ahead.count()) / 1000,
      static_cast<double>(reading.round_trip.count()) / 2000, reading.served);
}

// The time servers of the peer, one at each of its addresses: which of them
// the device asks is for the device to show.
class Source {
 public:
  static Result<Source> Start(Peer& peer) {
    Source source;
    for (const std::string& address : peer.welcome().addresses) {
      IEC_ASSIGN_OR_RETURN(PeerTimeServer server,
                           peer.ServeTime({address, kNtp}, microseconds(0)));
      source.servers_.push_back(std::move(server));
    }
    return source;
  }

  Status Shift(microseconds ahead) {
    for (PeerTimeServer& server : servers_) {
      IEC_RETURN_IF_ERROR(server.Shift(ahead));
    }
    return {};
  }

  // The clock is the same at all, the requests are added up.
  Result<Reading> Read() {
    std::optional<Reading> all;
    for (PeerTimeServer& server : servers_) {
      IEC_ASSIGN_OR_RETURN(const Reading one, server.Read());
      const int64_t served = (all ? all->served : 0) + one.served;
      if (!all || one.round_trip < all->round_trip) all = one;
      all->served = served;
    }
    return *all;
  }

 private:
  std::vector<PeerTimeServer> servers_;
};

// Whether the device's clock comes to that of the source, and stays there.
bool Follows(Source& source, const Policy& policy,
             const std::string& expected) {
  const auto begin = Clock::now();
  int in_order = 0;
  for (;;) {
    const auto reading = source.Read();
    if (!reading.ok()) {
      Obstacle(reading.error().message);
      return false;
    }
    const auto passed =
        std::chrono::duration_cast<seconds>(Clock::now() - begin);
    const bool near =
        std::llabs(reading->ahead.count()) <= policy.tolerance.count();
    in_order = near && reading->served > 0 ? in_order + 1 : 0;
    if (near && reading->round_trip / 2 > policy.tolerance) {
      Obstacle("the peer answers too slowly to tell: " +
               Describe(*reading, passed));
      return false;
    }
    if (in_order >= kInOrder || passed >= policy.patience) {
      return Expect(in_order >= kInOrder, expected, Describe(*reading, passed));
    }
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace

IEC_TEST_CASE(
    CR_2_11_RE_1, the_clock_follows_its_source, .plan = "CR2.11RE1.t1",
    .title = "The clock is synchronised with the time source of the system",
    .tried =
        "A second machine serves time (NTP) at its addresses, one of which "
        "the device is configured to take time from. Its clock is compared "
        "with the device's over another way. Then what it serves is moved by "
        "2 s, and later moved back.",
    .passes_when =
        "Each time the device asks it, and its clock comes to within "
        "time.tolerance_milliseconds in time.follow_seconds and stays there.",
    .not_covered =
        "Other sources (GNSS, PTP), several of them that disagree; that the "
        "source is authenticated (CR 2.11 RE(2)).",
    .remedy =
        "Name the time source in the configuration of chrony (server ADDRESS "
        "iburst), systemd-timesyncd or ntpd, enable its unit, and look at "
        "chronyc sources for what it makes of the source.",
    .uses = {Resource::kClock, Resource::kEverything},
    .parameters = {"time.tolerance_milliseconds", "time.follow_seconds"},
    .lanes = {Lane::kQemu, Lane::kBoard}, .peer = true, .waits = seconds(120),
    .timeout = seconds(1000)) {
  Policy policy;
  IEC_OBTAIN(const int64_t tolerance,
             dut.profile().Integer("time.tolerance_milliseconds"));
  IEC_OBTAIN(const int64_t patience,
             dut.profile().Integer("time.follow_seconds"));
  policy.tolerance = std::chrono::milliseconds(tolerance);
  policy.patience = seconds(patience);
  IEC_OBTAIN(Peer* const peer, dut.peer());
  NotePeer(*peer);
  IEC_OBTAIN(Source source, Source::Start(*peer));
  IEC_OBTAIN(const Reading before, source.Read());
  Measure("time_source_ahead_before",
          static_cast<double>(before.ahead.count()) / 1000, "ms");
  IEC_OBTAIN(const bool kept, [&]() -> Result<bool> {
    IEC_RETURN_IF_ERROR(KeepClock(dut.undo(), before.ahead));
    return true;
  }());
  if (!kept ||
      !Follows(source, policy, "the clock is that of the time source")) {
    return;
  }
  for (const auto& [ahead, expected] :
       {std::pair<seconds, const char*>{
            kShift, "the clock follows when the source is 2 s ahead"},
        {seconds(0), "the clock follows when the source is right again"}}) {
    if (const Status shifted = source.Shift(ahead); !shifted.ok()) {
      return Obstacle(shifted.error().message);
    }
    Follows(source, policy, expected);
  }
}

}  // namespace iec
