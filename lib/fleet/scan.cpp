// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/scan.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <deque>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/collect/callback.h"
#include "lib/collect/collected.h"
#include "lib/collect/job_field.h"
#include "lib/collect/join.h"
#include "lib/collect/json_input.h"
#include "lib/fleet/chunks.h"
#include "lib/fleet/document.h"
#include "lib/record/wire.h"

namespace iec {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

void AddCase(const LavaCase& lava, const std::string& requirement, bool keyed,
             FleetDocument& document) {
  using Source = FleetResult::Source;
  if (IsMissing(lava)) {
    return document.Add(lava.name, requirement, Source::kNobody,
                        Verdict::kMissing);
  }
  const Verdict verdict = keyed                   ? Verdict::kError
                          : lava.result == "pass" ? Verdict::kPass
                          : lava.result == "fail" ? Verdict::kFail
                          : lava.result == "skip" ? Verdict::kNotApplicable
                                                  : Verdict::kError;
  document.Add(lava.name, requirement, Source::kLava, verdict);
}

bool LooksLikeCallback(std::string_view line) {
  if (line.starts_with(kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
  }
  if (!Trim(line).starts_with('{')) return false;
  for (const std::string_view key :
       {"\"status_string\"", "\"health_string\"", "\"actual_device_id\""}) {
    if (line.find(key) != std::string_view::npos) return true;
  }
  return false;
}

bool CanBeReadTwice(const std::string& path) {
  struct stat info {};
  if (path == "-") return false;
  return stat(path.c_str(), &info) != 0 || S_ISREG(info.st_mode);
}

}  // namespace

// What one thread makes of its chunk.
class FleetScan::Worker {
 public:
  Worker(const std::string& path, const std::string& key)
      : path_(path),
        keyed_(!key.empty()),
        reader_(kMaxFleetLine),
        report_reader_(key) {
    sinks_.on_case = [this](const LavaCase& lava) {
      if (!IsVerdict(lava)) return;
      if (IsShellTest(lava.name)) {
        judge_ = true;
      } else {
        AddCase(lava, requirements_.Of(lava), keyed_, documents_.back().second);
      }
    };
    sinks_.on_log_line = [this](size_t, std::string_view line) {
      judge_ = judge_ || line.find(kMagic) != std::string_view::npos;
    };
  }

  void Read(const Chunk& chunk) {
    std::string_view rest = chunk.text;
    for (size_t line = chunk.first_line; !rest.empty(); ++line) {
      if (line == 1 && rest.starts_with(kByteOrderMark)) {
        rest.remove_prefix(kByteOrderMark.size());
      }
      const size_t end = std::min(rest.find('\n'), rest.size());
      if (!Trim(rest.substr(0, end)).empty()) {
        ReadLine(line, rest.substr(0, end));
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  void HandOn(const std::string& directory, FleetBuilder& builder) {
    for (const auto& [line, document] : documents_) {
      builder.Add({path_, directory, line}, document);
    }
    documents_.clear();
  }

 private:
  void ReadLine(size_t number, std::string_view line) {
    documents_.emplace_back(number, FleetDocument());
    judge_ = false;
    const auto read = reader_.Read(line, sinks_);
    FleetDocument& document = documents_.back().second;
    if (!read.ok()) return Refuse(number, read.error(), document);
    document.job = read->job;
    if (judge_) {
      Judge(number, line, document);
    } else {
      const std::string times = CheckJobTimes(document.job);
      if (!times.empty()) document.problems.push_back({number, times});
    }
    // By it the job is told from others, whether it can be or not.
    document.job.submitted = read->job.submitted;
  }

  static void Refuse(size_t number, const Error& error,
                     FleetDocument& document) {
    constexpr std::string_view kLine = "line 1: ";  // of the document
    std::string_view what = error.message;
    if (what.starts_with(kLine)) what.remove_prefix(kLine.size());
    document = {};
    document.is_job = false;
    document.problems.push_back({number, std::string(what)});
  }

  // There are records, whose verdicts are the true ones, or results of a suite
  // that LAVA's words do not do justice to: as `report` judges them. What LAVA
  // kept of other tests stays.
  void Judge(size_t number, std::string_view line, FleetDocument& document) {
    auto collected = report_reader_.Read(line);
    if (!collected.ok()) return Refuse(number, collected.error(), document);
    collected->input.name = path_;
    std::vector<Collected> one;
    one.push_back(std::move(*collected));
    FleetDocument judged =
        JudgedDocuments(JoinJobs(std::move(one), keyed_).front()).front();
    std::set<std::string_view> known;
    for (const FleetResult& result : judged.results) known.insert(result.test);
    std::vector<FleetResult> others;
    for (FleetResult& result : document.results) {
      if (!known.contains(result.test)) others.push_back(std::move(result));
    }
    for (FleetResult& result : others) {
      judged.results.push_back(std::move(result));
    }
    judged.foreign += document.foreign;
    judged.dropped += document.dropped;
    for (Problem& problem : judged.problems) {
      if (problem.line != 0) {
        problem.what = fmt::format("line {} of the log of the job: {}",
                                   problem.line, problem.what);
      }
      problem.line = number;
    }
    document = std::move(judged);
  }

  const std::string& path_;
  const bool keyed_;
  CallbackReader reader_;
  JsonInputReader report_reader_;
  CallbackSinks sinks_;
  FleetRequirements requirements_;
  bool judge_ = false;
  std::vector<std::pair<size_t, FleetDocument>> documents_;  // by line
};

FleetScan::FleetScan(size_t threads, std::string key)
    : threads_(std::max<size_t>(threads, 1)), key_(std::move(key)) {}

bool FleetScan::HoldsCallbacks(const std::string& path) {
  if (!CanBeReadTwice(path)) return true;
  constexpr size_t kBegin = 256u << 10;
  constexpr size_t kLines = 20;
  const std::string begin = Peek(path, kBegin);
  std::string_view rest = begin;
  for (size_t number = 0; number < kLines && !rest.empty(); ++number) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = Trim(rest.substr(0, end));
    // One document over many lines is a job, not a fleet.
    const bool whole =
        line.ends_with('}') || (end == rest.size() && begin.size() == kBegin);
    if (whole && LooksLikeCallback(line)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

Status FleetScan::AddCallbacks(const std::string& path) {
  builder_.AddInputs(1);
  const std::string directory = CanBeReadTwice(path) ? DirectoryOf(path) : "";
  std::deque<Worker> workers;
  for (size_t i = 0; i < threads_; ++i) workers.emplace_back(path, key_);
  ChunkSinks sinks;
  sinks.on_chunk = [&workers](size_t thread, const Chunk& chunk) {
    workers[thread].Read(chunk);
  };
  sinks.in_turn = [&](size_t thread) {
    workers[thread].HandOn(directory, builder_);
  };
  std::vector<size_t> too_long;
  sinks.on_long_line = [&](size_t line) { too_long.push_back(line); };
  Status status = ReadChunks(path, workers.size(), sinks);
  for (const size_t line : too_long) {
    AddProblem(
        path, line,
        fmt::format("a line of more than {} bytes is left out", kMaxFleetLine));
  }
  return status;
}

void FleetScan::AddInput(const RecordInput& input) {
  builder_.AddInputs(1);
  FleetPlace place{input.name, "", 0};
  // Of a run without LAVA it does not matter where it lies.
  if (input.job) place.directory = DirectoryOf(input.name);
  for (const FleetDocument& document : JudgedDocuments(input)) {
    builder_.Add(place, document);
  }
}

void FleetScan::AddProblem(const std::string& input, size_t line,
                           std::string what) {
  builder_.AddProblem(input, line, std::move(what));
}

}  // namespace iec
