// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/console_door.h"
#include "lib/dut/getty.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/paths.h"
#include "lib/dut/privileged_requests.h"
#include "lib/testcase/check.h"
#include "lib/testcase/powers.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

// Memory, ports and buses of the machine, and its serial lines.
constexpr const char* kNodes[] = {
    "/dev/mem",        "/dev/kmem",          "/dev/port",
    "/proc/kcore",     "/sys/kernel/debug",  "/dev/tty[A-Za-z]*",
    "/dev/hvc*",       "/dev/tty[0-9]*",     "/dev/vcs*",
    "/dev/gpiochip*",  "/dev/i2c-*",         "/dev/spidev*",
    "/dev/mtd*",       "/dev/uio*",          "/dev/cpu/*/msr",
    "/dev/hidraw*",    "/dev/input/event*",  "/dev/uinput",
    "/dev/coresight*", "/dev/vport*",        "/dev/mei*",
    "/dev/ipmi*",      "/dev/fw[0-9]*",      "/dev/mem_*",
    "/dev/nvram",      "/sys/kernel/tracing"};
// That everybody may know, and nobody else than root set.
constexpr const char* kSettings[] = {"/proc/sysrq-trigger",
                                     "/proc/sys/kernel/sysrq",
                                     "/sys/module/kgdboc/parameters/kgdboc"};

std::string TextOf(const std::string& path) {
  const auto text = ReadFile(path);
  return text.ok() ? std::string(Trim(*text)) : "";
}

void JudgeSysrq(const Profile& profile) {
  constexpr int64_t kAll = 511;
  const auto allowed = profile.Integer("debug.sysrq");
  const auto value = ParseInteger(TextOf("/proc/sys/kernel/sysrq"));
  if (!allowed.ok()) return Obstacle(allowed.error().message);
  if (!value) return Note("the kernel has no SysRq key");
  const auto bits = [](int64_t setting) {
    return setting == 1 ? kAll : setting;
  };
  Note("of the SysRq key the kernel's setting is read: no key is pressed");
  Expect((bits(*value) & ~bits(*allowed)) == 0,
         "the SysRq key and a break on a serial line do nothing undeclared",
         fmt::format("kernel.sysrq is {}", *value));
}

void JudgeDebugger() {
  const std::string line = TextOf("/sys/module/kgdboc/parameters/kgdboc");
  Expect(line.empty(), "no debugger of the kernel listens on a serial line",
         line.empty() ? "none does" : "kgdboc is on " + Printable(line));
}

void JudgeGetty(const Getty& getty, const std::string& user) {
  const auto door = TryDoor(getty.argv, user);
  if (!door.ok() || door->kind == Door::Kind::kSilent) {
    return Obstacle(getty.name + ": " +
                    (door.ok() ? "it says nothing" : door.error().message));
  }
  Expect(door->IsShut(),
         getty.name + ": asks for a secret before anything else can be done",
         fmt::format("{}: {}", Name(door->kind), door->said));
}

// Of the terminal that controls it: those of windows and logins over the
// network are no hardware.
bool HasHardwareTerminal(pid_t pid) {
  constexpr int64_t kFirstPts = 136;
  constexpr int64_t kLastPts = 143;
  const std::string stat = TextOf(fmt::format("/proc/{}/stat", pid));
  const size_t end_of_name = stat.rfind(") ");
  if (end_of_name == std::string::npos) return false;
  constexpr size_t kTerminal = 4;  // field 7 of proc(5), counted from state
  const auto fields = Split(stat.substr(end_of_name + 2), ' ');
  if (fields.size() <= kTerminal) return false;
  const int64_t major =
      ParseInteger(fields[kTerminal]).value_or(0) >> 8 & 0xfff;
  return major != 0 && (major < kFirstPts || major > kLastPts);
}

std::string TargetOf(const std::string& link) {
  char target[4096] = {};
  return readlink(link.c_str(), target, sizeof target - 1) <= 0 ? "" : target;
}

bool IsHardwareTerminal(const std::string& path) {
  return (path.starts_with("/dev/tty") && path != "/dev/tty") ||
         path.starts_with("/dev/hvc") || path == "/dev/console";
}

std::string InputOf(pid_t pid) {
  return TargetOf(fmt::format("/proc/{}/fd/0", pid));
}

// What is typed there may come by a relay, such as script(1), that has the
// terminal open and has started it.
bool IsFedFromHardware(pid_t pid) {
  const std::string input = InputOf(pid);
  if (!input.starts_with("/dev/pts/") && !input.starts_with("pipe:") &&
      !input.starts_with("socket:")) {
    return false;
  }
  constexpr int kDepth = 64;
  pid = ParentOf(pid);
  for (int depth = 0; pid > 1 && depth < kDepth; pid = ParentOf(pid), ++depth) {
    for (const std::string& fd :
         MatchingPaths(fmt::format("/proc/{}/fd/*", pid))) {
      if (IsHardwareTerminal(TargetOf(fd))) return true;
    }
  }
  return false;
}

// The declared way in of the test harness to which the process belongs, if any:
// not the device's own, and told as a deviation.
std::string HarnessOf(const std::string& cgroups, const Profile& profile) {
  for (const std::string& line : Split(cgroups, '\n')) {
    for (const std::string& unit : Split(line, '/')) {
      for (const HarnessAccess& access : profile.harness) {
        if (unit == access.name) return unit;
      }
    }
  }
  return "";
}

// A person who has logged in there is in a session; a shell that is not has
// let nobody in by a login.
void JudgeShells(const Profile& profile) {
  std::string found;
  for (const pid_t pid : ProcessesWhere([](pid_t process) {
         return HasHardwareTerminal(process) ||
                IsHardwareTerminal(InputOf(process)) ||
                IsFedFromHardware(process);
       })) {
    const std::string program = ProgramOf(pid);
    const std::string name = program.substr(program.rfind('/') + 1);
    const std::string cgroups = CgroupsOf(pid);
    if (cgroups.find("/session-") != std::string::npos ||
        !(name.ends_with("sh") || name == "busybox" || name == "sulogin" ||
          name.starts_with("python") || name.starts_with("perl"))) {
      continue;
    }
    const std::string harness = HarnessOf(cgroups, profile);
    if (harness.empty()) {
      found += fmt::format("{} in {}; ", program,
                           Printable(std::string(Trim(cgroups))));
    } else {
      Note(fmt::format("{} of the harness, {}, waits on a terminal", program,
                       harness));
    }
  }
  Expect(found.empty(), "no shell waits on a terminal of the device",
         found.empty() ? "none does" : found);
}

}  // namespace

IEC_TEST_CASE(
    EDR_2_13, debug_paths_are_closed, .plan = "EDR2.13.t2",
    .title = "Diagnostic interfaces of the kernel and consoles let nobody in",
    .tried =
        "The device's gettys are started, a name is typed, and then a command "
        "in place of a secret; shells on hardware terminals are looked for. "
        "With the credentials of a session on each declared interface, "
        "memory, ports, buses, serial lines and the kernel's debug files are "
        "opened. The SysRq setting and the kernel debugger's line are read.",
    .passes_when =
        "Every getty asks for a secret first, no shell waits on a terminal "
        "outside of a login, users can open none of these nodes, SysRq is at "
        "most debug.sysrq and no debugger listens.",
    .not_covered =
        "The boot loader and the firmware (another test); JTAG, test points "
        "and fuses: bring evidence; what root can do with these nodes.",
    .remedy =
        "Set kernel.sysrq = 0; take --autologin out of the units of consoles "
        "and mask debug-shell.service; take people out of the groups dialout, "
        "tty, kmem, gpio; start the kernel without kgdboc.",
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"debug.sysrq", "debug.files"},
    .lanes = {Lane::kQemu, Lane::kBoard},
    .timeout = std::chrono::seconds(400)) {
  IEC_OBTAIN(std::vector<std::string> nodes, dut.profile().List("debug.files"));
  for (const char* pattern : kNodes) {
    for (const std::string& path : MatchingPaths(pattern)) {
      nodes.push_back(path);
    }
  }
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), first.name));
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(
                                std::max<size_t>(paths.size(), 1) - 1));
  accounts.push_back(std::move(first));
  JudgeSysrq(dut.profile());
  JudgeDebugger();
  JudgeShells(dut.profile());
  for (const Getty& getty : Gettys()) JudgeGetty(getty, accounts[0].name);

  for (size_t i = 0; i < paths.size(); ++i) {
    auto login =
        OpenLogin::Start(paths[i], accounts[i].Attempt(accounts[i].password));
    const bool open = login.ok() && login->outcome().granted;
    IEC_CONTROL(open, paths[i].name + ": the right password opens a session",
                login.ok() ? login->outcome().detail : login.error().message);
    IEC_OBTAIN(const auto who, CredentialsIn(*login));
    login->LogOut();
    IEC_OBTAIN(const auto opened,
               WithCredentials(
                   who,
                   [&nodes] {
                     if (ReadableHere({"/dev/null"}).empty()) {
                       return std::string("nothing can be opened");
                     }
                     return Join({Join(ReadableHere(nodes), " "),
                                  Join(WritableHere(nodes), " "),
                                  Join(WritableHere({std::begin(kSettings),
                                                     std::end(kSettings)}),
                                       " ")},
                                 " ");
                   },
                   std::chrono::seconds(30)));
    Expect(Trim(opened).empty(),
           paths[i].name + ": users open no diagnostic interface",
           fmt::format("{}: {}", Describe(who),
                       Trim(opened).empty()
                           ? fmt::format("none of {}", nodes.size())
                           : opened));
  }
}

}  // namespace iec
