// SPDX-License-Identifier: Apache-2.0
// Something of the device that has to go on whatever happens to its audit
// trail: it does what is recorded, in short turns. Beside it one that only
// sleeps, which tells a busy machine from one that is held up.
#ifndef IEC_LIB_TESTCASE_HEARTBEAT_H_
#define IEC_LIB_TESTCASE_HEARTBEAT_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace iec {

class Heartbeat {
 public:
  // Opens one of these files, which are recorded, in each turn.
  explicit Heartbeat(const std::vector<std::string>& files);
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;
  ~Heartbeat();

  // One expectation: no gap longer than `limit` since the start, what the
  // other one was late aside.
  void Judge(std::chrono::seconds limit, std::string_view trouble);

 private:
  struct Beats {
    std::atomic<bool> over{false};
    std::atomic<int64_t> since{0};  // the begin of the present turn
    std::atomic<int64_t> longest{0};
  };
  // Of its own, as a turn that is held up may outlive the test.
  static void Beat(std::shared_ptr<Beats> beats,
                   std::vector<std::string> files);
  static int64_t LongestGap(const Beats& beats);

  std::shared_ptr<Beats> recorded_;
  std::shared_ptr<Beats> asleep_;
};

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_HEARTBEAT_H_
