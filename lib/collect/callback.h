// SPDX-License-Identifier: Apache-2.0
// callback: what LAVA posts when a job has ended, with any of the four
// datasets: minimal, logs, results, all.
#ifndef IEC_LIB_COLLECT_CALLBACK_H_
#define IEC_LIB_COLLECT_CALLBACK_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "lib/base/result.h"
#include "lib/collect/lava_case.h"
#include "lib/record/run_record.h"

namespace iec {

// Bytes of one JSON document: it is held as a whole.
inline constexpr size_t kMaxJsonBytes = size_t{256} << 20;
inline constexpr size_t kMaxJsonDepth = 32;
inline constexpr size_t kMaxSuites = 100'000;  // of one job

// What the reader hands out as it goes. What has no sink is not unpacked.
struct CallbackSinks {
  CaseSink on_case;
  // Lines of the job's log without their end, numbered from 1.
  std::function<void(size_t number, std::string_view line)> on_log_line;
};

struct CallbackDocument {
  JobRecord job;
  bool has_results = false;  // dataset results or all
  bool has_log = false;      // dataset logs or all
  size_t suites = 0;
  size_t cases = 0;
};

// Reads one document after the other and keeps its memory between them; one
// reader for each thread.
class CallbackReader {
 public:
  explicit CallbackReader(size_t max_bytes = kMaxJsonBytes);
  CallbackReader(CallbackReader&&) noexcept;
  CallbackReader& operator=(CallbackReader&&) noexcept;
  ~CallbackReader();

  // An error says what and where; what the sinks got before is to be dropped.
  Result<CallbackDocument> Read(std::string_view json,
                                const CallbackSinks& sinks);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The part of a path that names a job, "/api/v0.2/jobs/4711/": "4711".
std::string_view JobOfPath(std::string_view path);

}  // namespace iec

#endif  // IEC_LIB_COLLECT_CALLBACK_H_
