// SPDX-License-Identifier: Apache-2.0
// What a run prints on standard output while it goes: for people, for LAVA
// and for whoever keeps the log.
#ifndef IEC_RUNNER_CONSOLE_H_
#define IEC_RUNNER_CONSOLE_H_

#include <set>
#include <string>

#include "lib/lava/signals.h"
#include "lib/record/record.h"
#include "lib/record/wire.h"

namespace iec {

struct ConsoleOptions {
  bool signals = false;  // LAVA's, around the evidence of each test
  bool records = false;  // IEC1 lines
  bool live = false;     // a terminal that can overwrite its last line
  bool color = false;
};

class Console {
 public:
  Console(const ConsoleOptions& options, LineSink sink)
      : options_(options), sink_(std::move(sink)) {}

  void Show(const PlanRecord& plan, const std::vector<std::string>& records);
  void ShowStart(const std::string& id);
  void Show(const TestRecord& test, const std::vector<std::string>& records);
  void Show(const SummaryRecord& summary,
            const std::vector<std::string>& records);

 private:
  void Print(std::string_view line);
  void PrintAll(const std::vector<std::string>& lines);
  void ClearStatus();
  void DrawStatus();

  ConsoleOptions options_;
  LineSink sink_;
  std::set<std::string> running_;
  size_t planned_ = 0;
  size_t done_ = 0;
};

}  // namespace iec

#endif  // IEC_RUNNER_CONSOLE_H_
