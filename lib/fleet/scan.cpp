// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "lib/collect/callback.h"
#include "lib/fleet/chunks.h"
#include "lib/record/reader.h"
#include "lib/record/wire.h"

namespace iec {
namespace {

Verdict VerdictOf(const LavaCase& lava) {
  if (lava.result == "pass") return Verdict::kPass;
  if (lava.result == "skip") return Verdict::kNotApplicable;
  if (lava.result != "fail") return Verdict::kError;
  return IsMissing(lava) ? Verdict::kMissing : Verdict::kFail;
}

// Planned tests without a record are missing, unless LAVA has a result.
void AddRun(const RunRecord& run, FleetBuilder& builder) {
  std::set<std::string_view> arrived;
  for (const TestRecord& test : run.tests) {
    builder.AddResult(test.id, test.requirement, test.verdict);
    arrived.insert(test.id);
  }
  for (const PlannedTest& test : run.plan.tests) {
    if (arrived.contains(test.id) || builder.HasResult(test.id)) continue;
    builder.AddResult(test.id, test.requirement, Verdict::kMissing);
  }
}

// Of a run that was made without LAVA.
JobRecord JobOf(const RunRecord& run) {
  JobRecord job;
  job.id = run.plan.run;
  job.device_type = run.plan.lane;
  job.started = run.plan.started;
  job.health = run.summary ? "Complete" : "Incomplete";
  return job;
}

}  // namespace

// What one thread does with its chunks.
class FleetScan::Worker {
 public:
  Worker(const std::string& path, const std::string& key, FleetBuilder& builder)
      : path_(path), key_(key), builder_(builder), reader_(kMaxFleetLine) {
    sinks_.on_case = [this](const LavaCase& lava) {
      if (lava.suite == "lava" || lava.measured) return;
      builder_.AddResult(lava.name, lava.set, VerdictOf(lava));
    };
    sinks_.on_log_line = [this](size_t number, std::string_view line) {
      if (line.find(kMagic) == std::string_view::npos) return;
      if (!records_) records_.emplace(key_);
      records_->Feed(number, line);
    };
  }

  void Read(const Chunk& chunk) {
    std::string_view rest = chunk.text;
    for (size_t line = chunk.first_line; !rest.empty(); ++line) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      ReadLine(line, rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

 private:
  void ReadLine(size_t number, std::string_view line) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
    records_.reset();
    const auto document = reader_.Read(line, sinks_);
    if (!document.ok()) {
      builder_.DropJob();
      builder_.AddProblem(path_, number, document.error().message);
      return;
    }
    const bool recorded = records_.has_value();
    if (recorded) {
      // Its verdicts are the true ones: LAVA has no word for `error`.
      for (const RunRecord& run : records_->Finish().runs) {
        AddRun(run, builder_);
      }
    }
    builder_.EndJob(document->job, document->has_results || recorded);
  }

  const std::string& path_;
  const std::string& key_;
  FleetBuilder& builder_;
  CallbackReader reader_;
  CallbackSinks sinks_;
  std::optional<RecordReader> records_;
};

FleetScan::FleetScan(size_t threads, std::string key) : key_(std::move(key)) {
  for (size_t i = 0; i < std::max<size_t>(threads, 1); ++i) {
    builders_.emplace_back(jobs_);
  }
}

bool FleetScan::HoldsCallbacks(const std::string& path) {
  if (path == "-") return true;
  constexpr size_t kBegin = 256u << 10;
  const std::string begin = Peek(path, kBegin);
  std::string_view line = begin;
  line = line.substr(0, line.find('\n'));
  // One document over many lines is a job, not a fleet.
  const bool whole =
      line.size() == kBegin || line.ends_with('}') || line.ends_with("}\r");
  if (!line.starts_with('{') || !whole) return false;
  for (const std::string_view key :
       {"\"status_string\"", "\"health_string\"", "\"actual_device_id\""}) {
    if (line.find(key) != std::string_view::npos) return true;
  }
  return false;
}

Status FleetScan::AddCallbacks(const std::string& path) {
  ++inputs_;
  std::deque<Worker> workers;
  for (FleetBuilder& builder : builders_) {
    workers.emplace_back(path, key_, builder);
  }
  ChunkSinks sinks;
  sinks.on_chunk = [&workers](size_t thread, const Chunk& chunk) {
    workers[thread].Read(chunk);
  };
  std::vector<size_t> too_long;
  sinks.on_long_line = [&](size_t line) { too_long.push_back(line); };
  Status status = ReadChunks(path, workers.size(), sinks);
  for (const size_t line : too_long) {
    builders_.front().AddProblem(
        path, line,
        fmt::format("a line of more than {} bytes is left out", kMaxFleetLine));
  }
  return status;
}

void FleetScan::AddInput(const RecordInput& input) {
  ++inputs_;
  FleetBuilder& builder = builders_.front();
  if (input.runs.empty() && input.job) builder.EndJob(*input.job, false);
  if (input.job) {
    for (const RunRecord& run : input.runs) AddRun(run, builder);
    if (!input.runs.empty()) builder.EndJob(*input.job, true);
  } else {
    for (const RunRecord& run : input.runs) {
      AddRun(run, builder);
      builder.EndJob(JobOf(run), true);
    }
  }
  for (const Problem& problem : input.problems) {
    builder.AddProblem(input.name, problem.line, problem.what);
  }
}

void FleetScan::AddProblem(const std::string& input, size_t line,
                           std::string what) {
  builders_.front().AddProblem(input, line, std::move(what));
}

Fleet FleetScan::Finish() const {
  Fleet fleet;
  for (const FleetBuilder& builder : builders_) builder.AddTo(fleet);
  fleet.inputs = inputs_;
  // By place, whichever thread met them.
  std::stable_sort(fleet.problems.begin(), fleet.problems.end(),
                   [](const FleetProblem& a, const FleetProblem& b) {
                     return std::tie(a.input, a.problem.line) <
                            std::tie(b.input, b.problem.line);
                   });
  return fleet;
}

}  // namespace iec
