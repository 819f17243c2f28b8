// SPDX-License-Identifier: Apache-2.0
// signals: what LAVA reads on the console of the device. A signal is one
// line; LAVA pairs a test case with the log lines between STARTTC and ENDTC.
#ifndef IEC_LIB_LAVA_SIGNALS_H_
#define IEC_LIB_LAVA_SIGNALS_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/record/verdict.h"

namespace iec {

// Takes one line without its line end. FdSink() is the usual one.
using LineSink = std::function<Status(std::string_view)>;

// Writes each line and its newline with one write(2), so that nothing of our
// own comes between; a kernel message still can.
LineSink FdSink(int fd);

// LAVA's word for a verdict: pass, fail or skip. Never `unknown`: one such
// result makes KernelCI refuse the whole run. The true verdict is in the
// record.
std::string_view LavaResult(Verdict verdict);

// Whether this process was started by a LAVA test shell: its helpers are in
// PATH, as /lava-N/0/../bin. `path` is the value of PATH.
bool UnderLava(std::string_view path);

// The lines of one test: `before` its evidence and `after` it. The test set
// is the requirement's token. An id or token that LAVA would mangle is an
// error.
struct TestSignals {
  std::vector<std::string> before;
  std::vector<std::string> after;
};
Result<TestSignals> SignalsOf(std::string_view requirement, std::string_view id,
                              Verdict verdict);

class LavaSignals {
 public:
  explicit LavaSignals(LineSink sink) : sink_(std::move(sink)) {}

  Status StartSet(std::string_view requirement);
  Status StopSet();
  Status StartCase(std::string_view id);
  Status EndCase(std::string_view id);
  Status CaseResult(std::string_view id, Verdict verdict);
  // On a case of its own: LAVA's readers take a case that has a measurement
  // for a metric and drop its result. `units` is one word.
  Status Measurement(std::string_view id, double value, std::string_view units);

 private:
  Status Write(const Result<std::string>& line);

  LineSink sink_;
};

}  // namespace iec

#endif  // IEC_LIB_LAVA_SIGNALS_H_
