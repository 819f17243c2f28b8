// SPDX-License-Identifier: Apache-2.0
#include "lib/lava/signals.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace iec {
namespace {

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_';
}

// LAVA takes more, KernelCI and GoogleTest do not.
Status CheckName(std::string_view name) {
  if (!name.empty() && std::all_of(name.begin(), name.end(), IsWordCharacter)) {
    return {};
  }
  return Error{
      fmt::format("'{}' cannot be a name in LAVA: only letters, "
                  "digits and _ are allowed",
                  Printable(name, 80))};
}

Result<std::string> NamedSignal(std::string_view signal,
                                std::string_view name) {
  IEC_RETURN_IF_ERROR(CheckName(name));
  return fmt::format("<LAVA_SIGNAL_{} {}>", signal, name);
}

Result<std::string> StartSetLine(std::string_view requirement) {
  return NamedSignal("TESTSET START", requirement);
}

constexpr std::string_view kStopSetLine = "<LAVA_SIGNAL_TESTSET STOP>";

Result<std::string> ResultLine(std::string_view id, Verdict verdict) {
  IEC_RETURN_IF_ERROR(CheckName(id));
  return fmt::format("<LAVA_SIGNAL_TESTCASE TEST_CASE_ID={} RESULT={}>", id,
                     LavaResult(verdict));
}

// "/lava-12/0/../bin" and "/data/local/tmp/lava-12/bin".
bool IsLavaBin(std::string_view directory) {
  if (!directory.ends_with("/bin")) return false;
  constexpr std::string_view kPrefix = "lava-";
  for (const std::string& part : Split(directory, '/')) {
    if (part.starts_with(kPrefix) &&
        ParseInteger(std::string_view(part).substr(kPrefix.size()))) {
      return true;
    }
  }
  return false;
}

}  // namespace

LineSink FdSink(int fd) {
  return [fd](std::string_view line) {
    return WriteAll(fd, std::string(line) + "\n");
  };
}

std::string_view LavaResult(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kNotApplicable:
    case Verdict::kManual:
    case Verdict::kNotCovered:
      return "skip";
    case Verdict::kFail:
    case Verdict::kError:
    case Verdict::kMissing:
    case Verdict::kWaived:
      return "fail";
  }
  return "fail";
}

bool UnderLava(std::string_view path) {
  const auto directories = Split(path, ':');
  return std::any_of(directories.begin(), directories.end(), IsLavaBin);
}

Result<TestSignals> SignalsOf(std::string_view requirement, std::string_view id,
                              Verdict verdict) {
  IEC_ASSIGN_OR_RETURN(const std::string set, StartSetLine(requirement));
  IEC_ASSIGN_OR_RETURN(const std::string start, NamedSignal("STARTTC", id));
  IEC_ASSIGN_OR_RETURN(const std::string end, NamedSignal("ENDTC", id));
  IEC_ASSIGN_OR_RETURN(const std::string result, ResultLine(id, verdict));
  return TestSignals{{set, start}, {end, result, std::string(kStopSetLine)}};
}

Status LavaSignals::StartSet(std::string_view requirement) {
  return Write(StartSetLine(requirement));
}

Status LavaSignals::StopSet() { return sink_(kStopSetLine); }

Status LavaSignals::StartCase(std::string_view id) {
  return Write(NamedSignal("STARTTC", id));
}

Status LavaSignals::EndCase(std::string_view id) {
  return Write(NamedSignal("ENDTC", id));
}

Status LavaSignals::CaseResult(std::string_view id, Verdict verdict) {
  return Write(ResultLine(id, verdict));
}

Status LavaSignals::Measurement(std::string_view id, double value,
                                std::string_view units) {
  IEC_RETURN_IF_ERROR(CheckName(id));
  IEC_RETURN_IF_ERROR(CheckName(units));
  if (!std::isfinite(value)) {
    return Error{fmt::format("the measurement {} is no finite number", id)};
  }
  return sink_(fmt::format(
      "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID={} RESULT=pass MEASUREMENT={} "
      "UNITS={}>",
      id, value, units));
}

Status LavaSignals::Write(const Result<std::string>& line) {
  if (!line.ok()) return line.error();
  return sink_(*line);
}

}  // namespace iec
