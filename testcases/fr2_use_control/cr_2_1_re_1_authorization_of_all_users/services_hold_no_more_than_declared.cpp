// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/idle.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/own_service.h"
#include "lib/dut/process.h"
#include "lib/testcase/check.h"
#include "lib/testcase/powers.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

// What a service may hold: "root" is all.
struct Grant {
  bool root = false;
  uint64_t capabilities = 0;
  std::set<std::string> powers;
};

// "chrony.service cap_sys_time,read_logs"; "getty@.service root" is meant for
// all instances.
Result<std::map<std::string, Grant>> ParseGrants(
    const std::vector<std::string>& lines) {
  std::map<std::string, Grant> grants;
  const auto powers = AllPowers();
  for (const std::string& line : lines) {
    const auto words = Split(line, ' ');
    if (words.size() != 2) {
      return Error{"services.privileged: '" + Printable(line) +
                   "' is no unit and list"};
    }
    Grant& grant = grants[words[0]];
    for (const std::string& item : Split(words[1], ',')) {
      if (item == "root") {
        grant.root = true;
      } else if (std::find(powers.begin(), powers.end(), item) !=
                 powers.end()) {
        grant.powers.insert(item);
      } else {
        auto bit = ParseCapabilityNames(item);
        if (!bit.ok()) return bit.error().Within("services.privileged");
        grant.capabilities |= *bit;
      }
    }
  }
  return grants;
}

Grant GrantOf(const std::map<std::string, Grant>& grants,
              const std::string& unit) {
  if (const auto exact = grants.find(unit); exact != grants.end()) {
    return exact->second;
  }
  if (unit.starts_with('/')) {  // "/docker/12ab" by "/docker"
    const size_t end = unit.find('/', 1);
    const auto group = grants.find(unit.substr(0, end));
    return group == grants.end() ? Grant{} : group->second;
  }
  const size_t at = unit.find('@');
  if (at == std::string::npos) return {};
  const auto every = grants.find(unit.substr(0, at + 1) + ".service");
  return every == grants.end() ? Grant{} : every->second;
}

// Of people: sessions, and what their own service managers run. But those that
// run without a session run what the device is set up to, as root.
bool IsOfPeople(const std::string& cgroup) {
  const std::string session = LoginSessionIn(cgroup);
  if (cgroup.find("/user.slice/user-") != std::string::npos &&
      !session.empty()) {
    return Exists("/run/systemd/sessions/" + session);
  }
  return cgroup.find("/user@") != std::string::npos &&
         (cgroup.find("/user@0.service/") == std::string::npos ||
          cgroup.find("/user@0.service/init.scope") != std::string::npos ||
          !Exists("/var/lib/systemd/linger/root"));
}

// In the hierarchy of the service manager.
std::string GroupIn(const std::string& cgroup) {
  const size_t name = cgroup.find(":name=systemd:");
  if (name != std::string::npos) return cgroup.substr(cgroup.rfind(':') + 1);
  return cgroup.starts_with("0::") ? cgroup.substr(3) : "";
}

// The service, or the scope, that a process belongs to; its control group where
// it is in none; empty for those of people.
std::string ServiceOf(pid_t pid) {
  std::string unit;
  std::string group;
  for (const std::string& line : Split(CgroupsOf(pid), '\n')) {
    if (IsOfPeople(line)) return "";
    if (auto one = GroupIn(line); one.size() > group.size()) {
      group = std::move(one);
    }
    for (const std::string& part : Split(line, '/')) {
      // The outermost: the rest is what a service has made for itself.
      const bool is_unit = part.ends_with(".service") ||
                           (part.ends_with(".scope") && part != "init.scope");
      if (unit.empty() && is_unit) unit = part;
    }
  }
  return unit.empty() ? group : unit;
}

// What may be in no unit: the first process, the kernel, who has started this
// run and what that runs.
class Starters {
 public:
  Starters() {
    for (pid_t pid = getpid(); pid > 1; pid = ParentOf(pid)) pids_.insert(pid);
  }

  bool MayBeAnywhere(pid_t pid) const {
    constexpr pid_t kThreads = 2;  // the kernel starts its helpers by it
    if (pid == 1 || ProgramOf(pid).empty() ||
        (ParentOf(pid) == kThreads && ProgramOf(kThreads).empty())) {
      return true;
    }
    for (pid_t parent = pid; parent > 1; parent = ParentOf(parent)) {
      if (pids_.contains(parent)) return true;
    }
    return false;
  }

 private:
  std::set<pid_t> pids_;
};

// What the first process starts is in its control group for a moment.
bool Stays(pid_t pid, const std::string& group) {
  const auto started = StartTimeOf(pid);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  return started && StartTimeOf(pid) == started && ServiceOf(pid) == group;
}

// What systemd itself runs for a moment when somebody logs in or out: by its
// program, as a unit of anybody's may have any name.
bool MakesRuntimeDirectory(pid_t pid, const std::string& unit) {
  constexpr char kProgram[] = "/lib/systemd/systemd-user-runtime-dir";
  if (!unit.starts_with("user-runtime-dir@")) return false;
  const std::string program = ProgramOf(pid);
  return program == kProgram || program == std::string("/usr") + kProgram;
}

// By its name, and by being there for the moment only: what is installed has a
// file of its own.
bool IsOfATest(const std::string& unit) {
  if (!IsOwnService(unit)) return false;
  const auto shown =
      Run({{"systemctl", "show", "--property=Transient", "--value", unit}});
  return !shown.ok() || Trim(shown->out) != "no";
}

class Audit {
 public:
  Audit(std::map<std::string, Grant> grants, const PowerTargets& targets)
      : grants_(std::move(grants)), targets_(targets) {}

  void Judge(pid_t pid, const std::string& unit) {
    const auto who = CredentialsOf(pid);
    if (!who.ok()) return;  // it has ended
    if (MakesRuntimeDirectory(pid, unit)) return;
    const Grant grant = GrantOf(grants_, unit);
    const std::string name = NameOf(pid);
    const std::string self =
        fmt::format("{} is {}", Printable(name), Describe(*who));
    // Once for all processes that are alike.
    if (!seen_.insert(unit + "\n" + self).second || grant.root) return;
    if (!Expect(!who->IsRoot(), unit + ": does not run as root", self)) return;
    const uint64_t held = who->permitted | who->effective | who->ambient;
    const uint64_t more = held & ~grant.capabilities;
    Expect(more == 0, unit + ": holds no capability beyond those declared",
           more == 0 ? self : "it holds " + CapabilityNames(more));
    JudgePowers(*who, grant, unit, self);
  }

 private:
  // What comes of its ids and groups: without its capabilities.
  void JudgePowers(Credentials who, const Grant& grant, const std::string& unit,
                   const std::string& self) {
    who.permitted = who.effective = who.ambient = who.inheritable = 0;
    const auto powers = PowersOf(who, targets_);
    if (!powers.ok()) return Obstacle(unit + ": " + powers.error().message);
    std::string undeclared;
    for (const auto& [power, detail] : *powers) {
      if (grant.powers.contains(power)) continue;
      undeclared += fmt::format("{} ({}); ", power, detail);
    }
    Expect(undeclared.empty(), unit + ": has no power beyond those declared",
           undeclared.empty() ? self : self + " and has " + undeclared);
  }

  std::map<std::string, Grant> grants_;
  const PowerTargets& targets_;
  std::set<std::string> seen_;
};

}  // namespace

IEC_TEST_CASE(
    CR_2_1_RE_1, services_hold_no_more_than_declared, .plan = "CR2.1RE1.t1",
    .title = "Services have no more rights than they were granted",
    .tried =
        "Of every process of every running service, of every scope that is "
        "no person's session, and of what is in no unit at all, user ids, "
        "groups and capabilities are read; with "
        "those of each one that is not root the "
        "powers of CR 2.1 are tried: writing configuration, reading secrets, "
        "disks and logs, requests to the kernel. A service of its own that "
        "runs as "
        "root must be found.",
    .passes_when =
        "Only services that services.privileged names (and control groups: "
        "\"/docker root\") run as root or hold "
        "capabilities, no others than declared there; the rest can do "
        "nothing of what was tried.",
    .not_covered =
        "Services that do not run while the test does; other programs in a "
        "declared service; what one asks another "
        "to do for it; what it sees in a file system of its own.",
    .remedy =
        "Give the unit that the message names User=, CapabilityBoundingSet= "
        "and NoNewPrivileges=, take its user out of groups, or declare in "
        "services.privileged what it needs, and why.",
    .shares = {Resource::kServices},
    .parameters = {"services.privileged", "audit.configuration_files",
                   "audit.protected_files", "audit.log_files"},
    .timeout = std::chrono::seconds(200)) {
  IEC_OBTAIN(const auto lines, dut.profile().List("services.privileged"));
  IEC_OBTAIN(auto grants, ParseGrants(lines));
  for (const HarnessAccess& access : dut.profile().harness) {
    grants[access.name].root = true;
  }
  IEC_OBTAIN(PowerTargets targets, TargetsOf(dut.profile()));
  IEC_OBTAIN(const OwnService probe, StartOwnService(dut));
  targets.other = probe.pid;
  targets.devices.clear();  // what a service drives is for it

  Audit audit(std::move(grants), targets);
  const Starters starters;
  std::set<std::string> units;
  bool found = false;
  for (const pid_t pid : ProcessesWhere([](pid_t) { return true; })) {
    const std::string unit = ServiceOf(pid);
    if (unit.empty()) continue;
    if (unit.starts_with('/') &&
        (starters.MayBeAnywhere(pid) || !Stays(pid, unit))) {
      continue;
    }
    units.insert(unit);
    if (unit == probe.unit) {
      const auto who = CredentialsOf(pid);
      found = found || (who.ok() && who->IsRoot());
    } else if (!IsOfATest(unit)) {
      audit.Judge(pid, unit);
    }
  }
  IEC_CONTROL(found, "the service of the test's own is found, as root",
              found ? probe.unit : "it is not among the services");
  Measure("services", static_cast<double>(units.size()), "services");
}

}  // namespace iec
