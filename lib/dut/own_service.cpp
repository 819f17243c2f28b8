// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/own_service.h"

#include <algorithm>

#include "lib/base/digest.h"
#include "lib/dut/change.h"
#include "lib/dut/process.h"
#include "lib/dut/service.h"

namespace iec {
namespace {

constexpr std::string_view kPrefix = "iec-";
constexpr std::string_view kSuffix = ".service";
constexpr size_t kRandomBytes = 16;

}  // namespace

Result<OwnService> StartOwnService(Dut& dut) {
  OwnService own;
  own.unit = std::string(kPrefix) + Hex(RandomBytes(kRandomBytes)) +
             std::string(kSuffix);
  // The marker is for the moment before its process is recorded.
  const Command start{
      {"systemd-run", "--quiet", "--collect", "--unit=" + own.unit,
       "--setenv=IEC_RUN=" + RunMarkerFor(dut.run(), dut.test()), "sleep",
       "600"}};
  IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run(start));
  if (!outcome.Succeeded()) return Error{"systemd-run: " + outcome.Describe()};
  IEC_ASSIGN_OR_RETURN(const ServiceState state, QueryService(own.unit));
  own.pid = static_cast<pid_t>(state.main_pid);
  if (own.pid <= 0) return Error{own.unit + " does not run"};
  IEC_RETURN_IF_ERROR(WatchProcess(dut.undo(), own.pid));
  return own;
}

bool IsOwnService(std::string_view unit) {
  if (!unit.starts_with(kPrefix) || !unit.ends_with(kSuffix)) return false;
  unit.remove_prefix(kPrefix.size());
  unit.remove_suffix(kSuffix.size());
  return unit.size() == 2 * kRandomBytes &&
         std::all_of(unit.begin(), unit.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace iec
