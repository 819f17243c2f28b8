// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace iec {
namespace {

// A test that records more than this has run away.
constexpr size_t kMaxChecks = 2000;

std::string Describe(const ChildEnd& end) {
  if (end.interrupted) return "interrupted";
  if (end.broken) return "its process sent what cannot be read";
  if (end.timed_out) {
    return fmt::format("no end within its time limit ({} s)",
                       end.duration.count() / 1000);
  }
  if (end.signal == SIGKILL) {
    return "its process was killed (SIGKILL): out of memory?";
  }
  if (end.signal != 0) {
    return fmt::format("its process died of signal {} ({})", end.signal,
                       strsignal(end.signal));
  }
  return fmt::format("its process exited with status {} before the end",
                     end.exit_status);
}

// Not std::from_chars, which is 25 kB for a double. There is one locale only.
double ToNumber(const std::string& text) {
  return std::strtod(text.c_str(), nullptr);
}

std::string InOneLine(const Check& check) {
  if (check.found.empty()) return check.expected;
  return fmt::format("expected: {}; found: {}", check.expected, check.found);
}

}  // namespace

void Findings::Add(const Message& message) {
  const auto& fields = message.fields;
  const auto wants = [&](size_t count) {
    if (fields.size() == count) return true;
    obstacle_ = "its process sent a message of the wrong shape";
    return false;
  };
  switch (message.type) {
    case Message::Type::kCheck: {
      if (!wants(5)) return;
      const auto kind = ParseCheckKind(fields[0]);
      if (!kind || checks_.size() >= kMaxChecks) {
        obstacle_ = kind ? "too many checks" : "a check of an unknown kind";
        return;
      }
      checks_.push_back(
          {*kind, fields[1] == "1", fields[2], fields[3], fields[4]});
      return;
    }
    case Message::Type::kMeasurement:
      if (!wants(3)) return;
      measurements_.push_back({fields[0], ToNumber(fields[1]), fields[2]});
      return;
    case Message::Type::kNotApplicable:
      if (wants(1)) not_applicable_ = fields[0];
      return;
    case Message::Type::kObstacle:
      // The first obstacle explains those that follow from it.
      if (wants(1) && obstacle_.empty()) obstacle_ = fields[0];
      return;
    case Message::Type::kUndoFailure:
      if (wants(1)) undo_failures_.push_back(fields[0]);
      return;
    case Message::Type::kFinished:
      finished_ = true;
      return;
  }
}

Findings::Judgement Findings::Judge(const ChildEnd& end) const {
  if (std::string fault = FaultOfEnd(end); !fault.empty()) {
    return {Verdict::kError, std::move(fault)};
  }
  if (!obstacle_.empty()) return {Verdict::kError, obstacle_};
  if (const Check* control = FirstFailed(Check::Kind::kControl)) {
    return {Verdict::kError, "control failed: " + InOneLine(*control)};
  }
  if (const Check* failed = FirstFailed(Check::Kind::kExpectation)) {
    return {Verdict::kFail, InOneLine(*failed)};
  }
  if (!not_applicable_.empty()) {
    return {Verdict::kNotApplicable, not_applicable_};
  }
  if (std::none_of(checks_.begin(), checks_.end(), [](const Check& check) {
        return check.kind == Check::Kind::kExpectation;
      })) {
    return {Verdict::kError, "the test expected nothing of the device"};
  }
  return {Verdict::kPass, ""};
}

std::string Findings::FaultOfEnd(const ChildEnd& end) const {
  const bool fine = finished_ && !end.timed_out && end.signal == 0 &&
                    !end.broken && end.exit_status == 0;
  return fine ? "" : Describe(end);
}

const Check* Findings::FirstFailed(Check::Kind kind) const {
  const auto found = std::find_if(
      checks_.begin(), checks_.end(),
      [&](const Check& check) { return check.kind == kind && !check.holds; });
  return found == checks_.end() ? nullptr : &*found;
}

}  // namespace iec
