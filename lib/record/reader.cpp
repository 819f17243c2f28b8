// SPDX-License-Identifier: Apache-2.0
#include "lib/record/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/record/lava_log.h"
#include "lib/record/record_json.h"

namespace iec {

using Kind = ProblemList::Kind;

namespace {

// The first word of a damaged line tells it from prose that names IEC1.
bool LooksLikeOurs(std::string_view after_magic) {
  const std::string_view word = after_magic.substr(0, after_magic.find(' '));
  for (const std::string_view type : {"plan", "test", "more", "summary"}) {
    if (word == type) return true;
  }
  return false;
}

// Records are printable ASCII: a carriage return, a colour or whatever else
// follows is the console's.
std::string_view PrintablePart(std::string_view text) {
  const auto end = std::find_if(text.begin(), text.end(),
                                [](char c) { return c < ' ' || c > '~'; });
  return text.substr(0, static_cast<size_t>(end - text.begin()));
}

// Enough of a check to tell a line that came twice from another one.
uint64_t Fingerprint(std::string_view check) {
  uint64_t number = 0;
  const std::string_view digits = check.substr(0, 16);
  std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  return number;
}

// After a gap the slices at hand are a whole record or the tail of one; the
// gap is on the list already, so that a tail needs no second complaint.
bool IsWhole(std::string_view type, std::string_view json) {
  if (type == "plan") return PlanFromJson(json).ok();
  if (type == "test") return TestFromJson(json).ok();
  return SummaryFromJson(json).ok();
}

int Badness(Verdict verdict) {
  switch (verdict) {
    case Verdict::kFail:
      return 3;
    case Verdict::kError:
      return 2;
    case Verdict::kNotApplicable:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

struct RecordReader::Run {
  std::string id;
  RunRecord record;
  ProblemList problems;
  bool planned = false;
  bool mixed = false;
  size_t first_line = 0;
  size_t accepted = 0;
  size_t copies = 0;  // of accepted lines, from a console that sends all twice
  uint64_t next_seq = 1;
  // Both in the order of seq, which only rises.
  std::vector<std::pair<uint64_t, uint64_t>> fingerprints;
  std::string slices;
  size_t slices_begin = 0;  // line of the first slice; 0: there is none
  bool too_long = false;
  bool after_gap = false;  // the first slices may be among the lost lines
  std::unordered_map<std::string, std::string> requirement_of;  // planned id
  std::unordered_map<std::string, size_t> index_of;             // in tests
};

RecordReader::RecordReader(std::string key) : key_(std::move(key)) {}
RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&&) noexcept = default;
RecordReader::~RecordReader() = default;

void RecordReader::Feed(size_t number, std::string_view line) {
  size_t begin = line.find(kMagic);
  if (begin == std::string_view::npos) return;
  if (UnwrapLavaLog(line, unwrapped_)) {
    line = unwrapped_;
    begin = line.find(kMagic);
  }
  // A line whose end was lost may have the next one right behind it.
  while (begin != std::string_view::npos) {
    const size_t next = line.find(kMagic, begin + kMagic.size());
    FeedRecord(number, line.substr(begin, next - begin));
    begin = next;
  }
}

void RecordReader::FeedRecord(size_t number, std::string_view text) {
  text = PrintablePart(text);
  while (text.ends_with(' ')) text.remove_suffix(1);
  auto line = ParseWireLine(text);
  if (!line.ok()) {
    if (text.size() <= kMagic.size() ||
        !LooksLikeOurs(text.substr(kMagic.size()))) {
      return;
    }
    ++record_lines_;
    return problems_.Add(Kind::kTorn, number,
                         "a torn record line: " + line.error().message);
  }
  ++record_lines_;
  if (!CheckHolds(number, *line)) return;
  Run* run = FindRun(number, line->run);
  if (run != nullptr && IsNext(number, *line, *run)) {
    FeedSlice(number, *line, *run);
  }
}

bool RecordReader::CheckHolds(size_t number, WireLine& line) {
  const auto check = [&] {
    return WireCheck(key_, line.type, line.run, line.seq, line.json);
  };
  const std::string expected = check();
  if (expected.size() < line.check.size()) {
    problems_.Add(Kind::kSignedWithoutKey, number,
                  fmt::format("the record line is signed and cannot be checked "
                              "without the key: set {}",
                              kRecordKeyVariable));
    return false;
  }
  if (expected.size() > line.check.size()) {
    problems_.Add(Kind::kOnlyCrc, number,
                  fmt::format("the record line is not signed, though {} holds "
                              "a key: anybody can have written it",
                              kRecordKeyVariable));
    return false;
  }
  if (EqualInConstantTime(expected, line.check)) return true;
  // Of a LAVA job log somebody may have kept the text alone.
  unescaped_ = line.json;
  RemoveDispatchersEscapes(unescaped_);
  line.json = unescaped_;
  if (EqualInConstantTime(check(), line.check)) return true;
  problems_.Add(Kind::kCheck, number,
                key_.empty()
                    ? "a torn record line: its checksum does not match"
                    : "the signature does not match: a torn or forged record "
                      "line, or another key than the run's");
  return false;
}

RecordReader::Run* RecordReader::FindRun(size_t number, std::string_view id) {
  if (current_ != nullptr && current_->id == id) return current_;
  for (const auto& run : runs_) {
    if (run->id != id) continue;
    if (!run->mixed) {
      run->mixed = true;
      problems_.Add(Kind::kMixed, number,
                    fmt::format("run {} goes on after records of run {}: two "
                                "runs are mixed in one input",
                                id, current_->id));
    }
    current_ = run.get();
    return current_;
  }
  if (runs_.size() == kMaxRuns) {
    problems_.Add(Kind::kTooMany, number,
                  fmt::format("run {} is ignored: there are {} runs before it",
                              id, kMaxRuns));
    return nullptr;
  }
  runs_.push_back(std::make_unique<Run>());
  current_ = runs_.back().get();
  current_->id = id;
  current_->first_line = number;
  return current_;
}

// Each line once: what came twice is dropped, what is lost is said.
bool RecordReader::IsNext(size_t number, const WireLine& line, Run& run) {
  const uint64_t fingerprint = Fingerprint(line.check);
  if (line.seq < run.next_seq) {
    const auto known =
        std::lower_bound(run.fingerprints.begin(), run.fingerprints.end(),
                         std::pair<uint64_t, uint64_t>(line.seq, 0));
    if (known == run.fingerprints.end() || known->first != line.seq) {
      run.problems.Add(
          Kind::kGap, number,
          fmt::format("record line {} comes after later ones and is ignored",
                      line.seq));
    } else if (known->second != fingerprint) {
      run.problems.Add(
          Kind::kDoubled, number,
          fmt::format("a second and different record line {} is ignored",
                      line.seq));
    } else {
      ++run.copies;
    }
    return false;
  }
  if (line.seq > run.next_seq) {
    const uint64_t last = line.seq - 1;
    run.problems.Add(
        Kind::kGap, number,
        last == run.next_seq
            ? fmt::format("record line {} is lost before this one", last)
            : fmt::format("record lines {} to {} are lost before this one",
                          run.next_seq, last));
    run.slices.clear();
    run.slices_begin = 0;
    run.after_gap = true;
  }
  run.next_seq = line.seq + 1;
  run.fingerprints.emplace_back(line.seq, fingerprint);
  ++run.accepted;
  return true;
}

void RecordReader::FeedSlice(size_t number, const WireLine& line, Run& run) {
  if (run.slices_begin == 0) run.slices_begin = number;
  if (run.slices.size() + line.json.size() <= kMaxRecordBytes) {
    run.slices += line.json;
  } else {
    run.too_long = true;
  }
  if (line.type == "more") return;
  const std::string json = std::exchange(run.slices, {});
  const size_t begin = std::exchange(run.slices_begin, 0);
  const bool after_gap = std::exchange(run.after_gap, false);
  if (std::exchange(run.too_long, false)) {
    run.problems.Add(Kind::kTooMany, begin,
                     fmt::format("a record of more than {} bytes is ignored",
                                 kMaxRecordBytes));
  } else if (!after_gap || IsWhole(line.type, json)) {
    Decode({begin, number}, line.type, json, run);
  }
}

void RecordReader::Decode(LineRange lines, std::string_view type,
                          std::string_view json, Run& run) {
  const size_t number = lines.first;
  if (run.record.summary) {
    run.problems.Add(Kind::kAfterSummary, number,
                     fmt::format("a {} record after the summary of its run is "
                                 "ignored",
                                 type));
  } else if (type == "plan") {
    DecodePlan(number, json, run);
  } else if (!run.planned) {
    // Said once for the run, in Finish().
  } else if (type == "test") {
    DecodeTest(lines, json, run);
  } else {
    DecodeSummary(number, json, run);
  }
}

void RecordReader::DecodePlan(size_t number, std::string_view json, Run& run) {
  if (run.planned) {
    return run.problems.Add(Kind::kDoubled, number,
                            "a second plan of the run is ignored");
  }
  auto plan = PlanFromJson(json);
  if (!plan.ok()) {
    return problems_.Add(
        Kind::kShape, number,
        "the plan is not as schema.md says: " + plan.error().message);
  }
  if (plan->tests.empty()) {
    run.problems.Add(Kind::kShape, number, "the plan has no test");
  }
  for (const PlannedTest& test : plan->tests) {
    if (!run.requirement_of.emplace(test.id, test.requirement).second) {
      run.problems.Add(Kind::kShape, number,
                       fmt::format("the plan lists {} twice", test.id));
    }
  }
  run.planned = true;
  run.record.plan = std::move(*plan);
  run.record.plan.run = run.id;
}

void RecordReader::DecodeTest(LineRange lines, std::string_view json,
                              Run& run) {
  const size_t number = lines.first;
  auto test = TestFromJson(json);
  if (!test.ok()) {
    return run.problems.Add(
        Kind::kShape, number,
        "the test record is not as schema.md says: " + test.error().message);
  }
  const auto planned = run.requirement_of.find(test->id);
  if (planned == run.requirement_of.end()) {
    return run.problems.Add(
        Kind::kUnplanned, number,
        fmt::format("a result of {}, which is not planned, is ignored",
                    Printable(test->id)));
  }
  if (planned->second != test->requirement) {
    return run.problems.Add(
        Kind::kUnplanned, number,
        fmt::format("the result of {} is ignored: it names {}, the plan {}",
                    Printable(test->id), Printable(test->requirement),
                    planned->second));
  }
  auto& tests = run.record.tests;
  const auto [known, is_first] = run.index_of.emplace(test->id, tests.size());
  if (is_first) {
    run.record.lines[test->id] = lines;
    return tests.push_back(std::move(*test));
  }
  TestRecord& first = tests[known->second];
  run.problems.Add(
      Kind::kDoubled, number,
      fmt::format("a second result of {}: '{}' after '{}'; the "
                  "worse one counts",
                  test->id, Name(test->verdict), Name(first.verdict)));
  if (Badness(test->verdict) > Badness(first.verdict)) {
    run.record.lines[test->id] = lines;
    first = std::move(*test);
  }
}

void RecordReader::DecodeSummary(size_t number, std::string_view json,
                                 Run& run) {
  auto summary = SummaryFromJson(json);
  if (!summary.ok()) {
    return run.problems.Add(
        Kind::kShape, number,
        "the summary is not as schema.md says: " + summary.error().message);
  }
  run.record.summary = std::move(*summary);
}

// A torn line is of no consequence where all was sent twice and every run has
// arrived whole: it is one of the copies that did not. Not with a key, where it
// may have been forged. Returns what to say of it, nothing where it counts.
std::string RecordReader::ForgiveTornCopies() {
  const size_t torn =
      problems_.Count(Kind::kTorn) + problems_.Count(Kind::kCheck);
  size_t copies = 0;
  size_t lines = 0;
  for (const auto& run : runs_) {
    if (!run->planned || !run->record.summary || run->slices_begin != 0 ||
        run->problems.Count(Kind::kGap) != 0) {
      return "";
    }
    lines += run->accepted;
    copies += std::min(run->copies, run->accepted);
  }
  if (torn == 0 || !key_.empty() || copies == 0 || torn > lines - copies) {
    return "";
  }
  size_t first = SIZE_MAX;
  for (const Kind kind : {Kind::kTorn, Kind::kCheck}) {
    if (problems_.Count(kind) == 0) continue;
    first = std::min(first, problems_.FirstLine(kind));
    problems_.Drop(kind);
  }
  return fmt::format(
      "{} torn record line{}, the first in line {}: another copy of {} has "
      "arrived",
      torn, torn == 1 ? "" : "s", first, torn == 1 ? "it" : "each");
}

RecordInput RecordReader::Finish() {
  RecordInput input;
  input.remark = ForgiveTornCopies();
  for (const auto& run : runs_) {
    if (!run->planned) {
      problems_.Add(
          Kind::kNoPlan, run->first_line,
          fmt::format("{} record line{} of run {} cannot be used: "
                      "the plan of that run is not in this input",
                      run->accepted, run->accepted == 1 ? "" : "s", run->id));
      continue;
    }
    if (run->slices_begin != 0) {
      run->problems.Add(Kind::kTorn, run->slices_begin,
                        "the last record is torn off");
    }
    run->record.verified = !key_.empty();
    run->record.problems = run->problems.Take();
    input.runs.push_back(std::move(run->record));
  }
  input.problems = problems_.Take();
  input.record_lines = record_lines_;
  runs_.clear();
  current_ = nullptr;
  return input;
}

}  // namespace iec
