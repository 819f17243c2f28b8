// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "lib/base/file.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/process.h"
#include "lib/dut/user_traces.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPollInterval{50};
// For the parents of a killed shell (sshd, login) to close its session.
constexpr milliseconds kCloseLimit{5000};
// For logind to stop the user manager; it gives that one far longer, but one
// that has nothing to do is gone at once.
constexpr milliseconds kLogindLimit{10'000};
// A login that was killed as it opened its session may be waiting in logind's
// queue, and the session is made only after the user has been ended.
constexpr int kLogindAttempts = 4;
// For systemd to forget a session that ended well.
constexpr milliseconds kForgetLimit{1000};

bool WaitUntil(milliseconds limit, const std::function<bool()>& done) {
  const auto deadline = Clock::now() + limit;
  while (!done()) {
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(kPollInterval);
  }
  return true;
}

constexpr char kTransientUnits[] = "/run/systemd/transient";

// Sessions of the user that systemd still knows: those that failed, as it
// forgets the others at once. One fails where its login was killed just as it
// was being opened.
std::vector<std::string> ScopesIn(const std::string& slice) {
  std::vector<std::string> scopes;
  const auto look = [&](const WalkObject& object) {
    const std::string name = object.name;
    if (name.starts_with("session-") && name.ends_with(".scope")) {
      const auto unit = ReadFile(object.path, 1u << 16);
      if (unit.ok() && unit->find("Slice=" + slice + "\n") != unit->npos) {
        scopes.push_back(name);
      }
    }
    return WalkStep::kPass;
  };
  static_cast<void>(Walk(kTransientUnits, look).ok());
  return scopes;
}

void ForgetFailedScopes(uid_t uid) {
  const std::string slice = fmt::format("user-{}.slice", uid);
  if (WaitUntil(kForgetLimit, [&] { return ScopesIn(slice).empty(); })) return;
  Command forget{
      {"systemctl", "reset-failed", fmt::format("user@{}.service", uid)}};
  for (std::string& scope : ScopesIn(slice)) {
    forget.argv.push_back(std::move(scope));
  }
  // One that is forgotten meanwhile makes it end with an error.
  static_cast<void>(Run(forget).ok());
}

class UserCgroups {
 public:
  explicit UserCgroups(uid_t uid)
      : slice_(fmt::format("/user-{}.slice", uid)),
        manager_(fmt::format("/user@{}.service", uid)) {}

  bool InSlice(pid_t pid) const { return Contains(pid, slice_); }
  bool InManager(pid_t pid) const { return Contains(pid, manager_); }

 private:
  static bool Contains(pid_t pid, const std::string& cgroup) {
    return CgroupsOf(pid).find(cgroup) != std::string::npos;
  }

  std::string slice_;
  std::string manager_;
};

Status EndLoginsOf(const std::string& name, uid_t uid,
                   const UserCgroups& cgroups) {
  // The user manager is logind's to end: killed by us it would stay behind as
  // a failed unit.
  IEC_RETURN_IF_ERROR(EndProcesses(
      [&](pid_t pid) { return BelongsTo(pid, uid) && !cgroups.InManager(pid); },
      milliseconds(0)));
  // What is root's and works for the user: "sshd: NAME [priv]", `login`. It
  // closes the session, or is about to open one.
  return EndProcesses(
      [&](pid_t pid) {
        return !cgroups.InManager(pid) &&
               (cgroups.InSlice(pid) || HasInCommandLine(pid, name));
      },
      kCloseLimit);
}

}  // namespace

Status EndSessionsOf(const std::string& name, uid_t uid) {
  const UserCgroups cgroups(uid);
  IEC_RETURN_IF_ERROR(EndLoginsOf(name, uid, cgroups));
  for (int attempt = 0; HasLogindUser(uid); ++attempt) {
    if (attempt == kLogindAttempts) {
      return Error{"logind does not let go of the user " + name};
    }
    if (attempt > 0) IEC_RETURN_IF_ERROR(EndLoginsOf(name, uid, cgroups));
    // logind keeps the user for a while after the last session, unless told.
    Command terminate{{"loginctl", "terminate-user", fmt::format("{}", uid)}};
    terminate.timeout = kLogindLimit;
    static_cast<void>(Run(terminate).ok());
    const bool gone = WaitUntil(kLogindLimit, [&] {
      return !Exists(fmt::format("/run/user/{}", uid)) &&
             ProcessesWhere([&](pid_t pid) {
               return cgroups.InSlice(pid);
             }).empty();
    });
    // What logind remembers beyond that holds nothing up.
    if (gone) break;
  }
  ForgetFailedScopes(uid);
  return EndProcesses([&](pid_t pid) { return BelongsTo(pid, uid); },
                      milliseconds(0));
}

bool HasLogindUser(uid_t uid) {
  return Exists(fmt::format("/run/systemd/users/{}", uid)) ||
         Exists(fmt::format("/run/user/{}", uid));
}

}  // namespace iec
