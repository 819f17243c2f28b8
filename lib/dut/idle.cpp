// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/idle.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#include <charconv>
#include <cstdint>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/process.h"

namespace iec {

using std::chrono::seconds;

Result<seconds> IdleTimeOf(const std::string& terminal) {
  struct stat info {};
  if (stat(terminal.c_str(), &info) != 0) {
    return ErrnoError("looking at", terminal);
  }
  return seconds(time(nullptr) - info.st_atim.tv_sec);
}

Status SetIdleTimeOf(const std::string& terminal, seconds idle) {
  timespec times[2] = {};
  times[0].tv_sec = time(nullptr) - idle.count();
  times[1].tv_nsec = UTIME_OMIT;
  if (utimensat(AT_FDCWD, terminal.c_str(), times, AT_SYMLINK_NOFOLLOW) != 0) {
    return ErrnoError("setting the time of", terminal);
  }
  return {};
}

std::string LoginSessionIn(std::string_view cgroups) {
  constexpr std::string_view kBegin = "/session-";
  constexpr std::string_view kEnd = ".scope";
  const size_t at = cgroups.find(kBegin);
  if (at == std::string_view::npos) return "";
  const size_t from = at + kBegin.size();
  const size_t to = cgroups.find(kEnd, from);
  if (to == std::string_view::npos) return "";
  const std::string_view id = cgroups.substr(from, to - from);
  return id.find_first_of("/\n") == std::string_view::npos ? std::string(id)
                                                           : "";
}

namespace {

std::string OutputOf(const std::vector<std::string>& argv) {
  Command command;
  command.argv = argv;
  const auto outcome = Run(command);
  return outcome.ok() && outcome->Succeeded() ? std::string(Trim(outcome->out))
                                              : "";
}

}  // namespace

std::optional<seconds> EndOfIdleIn(std::string_view text) {
  if (!text.starts_with("t ")) return std::nullopt;
  // "infinity" is more than a signed number holds.
  const auto microseconds = ParseInteger(Trim(text.substr(2)));
  if (!microseconds || *microseconds <= 0) return std::nullopt;
  return std::chrono::ceil<seconds>(std::chrono::microseconds(*microseconds));
}

IdleJudgement JudgementOfLoginManager(pid_t process) {
  IdleJudgement judgement;
  judgement.session = LoginSessionIn(CgroupsOf(process));
  const std::string& id = judgement.session;
  if (id.empty()) {
    judgement.detail = "the login manager does not know the session";
    return judgement;
  }
  // Of the manager as it runs, whatever its files say by now.
  judgement.ends_after = EndOfIdleIn(
      OutputOf({"busctl", "get-property", "org.freedesktop.login1",
                "/org/freedesktop/login1", "org.freedesktop.login1.Manager",
                "StopIdleSessionUSec"}));
  judgement.idle = OutputOf({"loginctl", "show-session", "--property=IdleHint",
                             id}) == "IdleHint=yes";
  judgement.detail = fmt::format(
      "the login manager {} session {} as idle and ends {}",
      judgement.idle ? "counts" : "does not count", id,
      judgement.ends_after
          ? fmt::format("such ones after {} s", judgement.ends_after->count())
          : "none for that");
  return judgement;
}

Status EndByLoginManager(const std::string& session) {
  Command command;
  command.argv = {"loginctl", "terminate-session", session};
  IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run(command));
  if (!outcome.Succeeded()) {
    return Error{"loginctl terminate-session: " + outcome.Describe()};
  }
  return {};
}

bool CatchesAlarm(std::string_view status) {
  constexpr std::string_view kName = "SigCgt:";
  const size_t at = status.find(kName);
  if (at == std::string_view::npos) return false;
  std::string_view mask = status.substr(at + kName.size());
  mask = Trim(mask.substr(0, mask.find('\n')));
  uint64_t signals = 0;
  const auto read =
      std::from_chars(mask.data(), mask.data() + mask.size(), signals, 16);
  return read.ec == std::errc() && ((signals >> (SIGALRM - 1)) & 1) != 0;
}

bool CatchesAlarm(pid_t process) {
  const auto status = ReadFile(fmt::format("/proc/{}/status", process));
  return status.ok() && CatchesAlarm(*status);
}

}  // namespace iec
