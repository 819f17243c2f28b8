// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/boot_options.h"
#include "lib/dut/console_door.h"
#include "lib/dut/getty.h"
#include "lib/dut/listener_owner.h"
#include "lib/dut/open_service.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/password_hash.h"
#include "lib/dut/ssh_session.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

// Accounts that are tried by name; a device with more has a directory.
constexpr size_t kMostPeople = 12;

struct Allowed {
  std::vector<std::string> names;

  bool Holds(const std::string& name) const {
    return std::find(names.begin(), names.end(), name) != names.end();
  }
  bool HoldsUnit(const std::string& unit) const {
    return Holds(unit) || Holds("unit " + unit);
  }
};

// What the profile declares, and how the tests themselves get in.
Result<Allowed> AllowedBy(const Profile& profile) {
  Allowed allowed;
  IEC_ASSIGN_OR_RETURN(allowed.names, profile.List("access.without_login"));
  for (const HarnessAccess& access : profile.harness) {
    allowed.names.push_back(access.name);
  }
  return allowed;
}

void Report(const char* expected, const std::vector<std::string>& faults,
            const std::string& sound) {
  Expect(faults.empty(), expected, faults.empty() ? sound : Join(faults, "; "));
}

// Names that a login may do something for.
std::vector<std::string> People(const PasswdDb& accounts) {
  std::vector<std::string> people;
  for (const User& user : accounts.AllUsers()) {
    if (HasLoginShell(user) && !IsTemporaryName(user.name) &&
        people.size() < kMostPeople) {
      people.push_back(user.name);
    }
  }
  return people;
}

struct Trial {
  std::string where;
  std::vector<std::string> argv;
  std::string name;
};

// Whoever comes to a console: the gettys, each other login program that a unit
// starts there, and the login itself for each account.
std::vector<Trial> ConsoleTrials(const std::vector<std::string>& people,
                                 std::vector<ConsoleUnit>& units,
                                 const Allowed& allowed) {
  std::vector<Trial> trials;
  const auto add = [&trials](Trial trial) {
    if (std::none_of(trials.begin(), trials.end(), [&](const Trial& other) {
          return other.argv == trial.argv && other.name == trial.name;
        })) {
      trials.push_back(std::move(trial));
    }
  };
  const std::string first = people.empty() ? "root" : people.front();
  for (const ConsoleUnit& unit : units) {
    if (!unit.login.empty() && !allowed.HoldsUnit(unit.unit)) {
      add({unit.unit, OnStandardInput(unit.login), first});
    }
  }
  std::string login;
  for (const char* path : {"/usr/bin/login", "/bin/login"}) {
    if (login.empty() && Exists(path)) login = path;
  }
  for (const Getty& getty : Gettys()) {
    const bool declared =
        std::any_of(units.begin(), units.end(), [&](const ConsoleUnit& unit) {
          return allowed.HoldsUnit(unit.unit) &&
                 OnStandardInput(unit.login) == getty.argv;
        });
    // Named without a place: what stands there if nothing else does.
    const bool missing = getty.argv.size() == 1 && login.empty();
    if (!declared && !missing && !allowed.HoldsUnit(getty.name)) {
      add({getty.name, getty.argv, first});
    }
  }
  for (const std::string& name : people) {
    if (!login.empty()) add({"login as " + name, {login}, name});
  }
  return trials;
}

void TryConsoles(const std::vector<std::string>& people,
                 const Allowed& allowed) {
  const auto own = TryDoor({"/bin/sh"}, "");
  IEC_CONTROL(own.ok() && own->kind == Door::Kind::kOpens,
              "a shell on a terminal of our own is seen to be one",
              own.ok() ? std::string(Name(own->kind)) : own.error().message);
  std::vector<ConsoleUnit> units = ConsoleUnits();
  if (const auto inittab = ReadFile("/etc/inittab");
      inittab.ok() && !Exists("/run/systemd/system")) {
    for (ConsoleUnit& unit : ParseInittab(*inittab)) {
      units.push_back(std::move(unit));
    }
  }
  std::vector<std::string> bare;
  for (const ConsoleUnit& unit : units) {
    if (unit.login.empty() && !allowed.HoldsUnit(unit.unit)) {
      bare.push_back(unit.unit + " starts " + unit.argv[0]);
    }
  }
  Report("console: every program that a unit starts there asks for a login",
         bare, fmt::format("{} command lines", units.size()));

  const auto trials = ConsoleTrials(people, units, allowed);
  InParallel(trials.size(), [&](size_t i) {
    const Trial& trial = trials[i];
    const auto door = TryDoor(trial.argv, trial.name);
    if (!door.ok() || door->kind == Door::Kind::kSilent) {
      Obstacle(fmt::format(
          "console: {}: {}", trial.where,
          door.ok() ? "it says nothing at all" : door.error().message));
      return;
    }
    Expect(
        door->IsShut(),
        fmt::format("console: {} opens nothing without a secret", trial.where),
        fmt::format("{}: {}", Name(door->kind), door->said));
  });

  std::vector<std::string> processes;
  for (const ConsoleProcess& process : ConsoleProcesses()) {
    if (!allowed.HoldsUnit(process.unit)) processes.push_back(process.what);
  }
  Report("console: no program reads from one that nobody has logged in at",
         processes, "none");
}

void TrySsh(const HumanInterface& interface,
            const std::vector<std::string>& people) {
  std::vector<std::string> open;
  for (const std::string& name : people) {
    SshTarget target;
    target.address = interface.address;
    target.port = interface.port;
    target.user = name;
    IEC_OBTAIN(SshSession session, SshSession::Connect(target));
    IEC_OBTAIN(const auto answer, session.AuthenticateByNothing());
    if (answer.answer == SshAuthentication::Answer::kGranted) {
      open.push_back(name);
    }
  }
  Report("ssh: no account gets in without any proof", open,
         fmt::format("none of {} at {}", people.size(), interface.name));
}

// Servers of SSH that the profile does not name are logins that no test tries,
// but for further sockets of a program that one of them is.
void JudgeSshServers(const Profile& profile, const Allowed& allowed,
                     const std::vector<Listener>& listeners,
                     const std::vector<std::string>& servers) {
  // Those that the tests reach, by the addresses of the profile.
  std::vector<const Listener*> reached;
  for (const HumanInterface& interface : profile.interfaces) {
    if (interface.kind != HumanInterface::Kind::kSsh) continue;
    const Listener* found =
        ListenerAt(listeners, interface.address, interface.port);
    if (found != nullptr) reached.push_back(found);
  }
  const auto owners = ListenerOwners::Of(listeners);
  const auto is_known = [&](const Listener& listener) {
    return std::any_of(
        reached.begin(), reached.end(), [&](const Listener* one) {
          return one->Name() == listener.Name() || owners.Same(*one, listener);
        });
  };
  std::vector<std::string> others;
  for (const std::string& name : servers) {
    const bool known = std::any_of(
        listeners.begin(), listeners.end(), [&](const Listener& listener) {
          return listener.Name() == name && is_known(listener);
        });
    if (!known && !allowed.Holds(name)) others.push_back(name);
  }
  Report("ssh: each server is one that the profile declares", others,
         fmt::format("{} listeners", servers.size()));
}

void TryServices(const Profile& profile, const Allowed& allowed) {
  IEC_OBTAIN(auto own, OwnListener::Start());
  IEC_OBTAIN(auto own_unix, OwnUnixListener::Start());
  IEC_OBTAIN(const auto listeners, Listeners());
  IEC_OBTAIN(const auto sockets, UnixListeners());
  OpenServiceProbe probe(listeners, sockets);
  for (const Status& said : {own.Say("\n# "), own_unix.Say("\n# ")}) {
    IEC_CONTROL(said.ok(), "the search reaches listeners of its own",
                said.ok() ? "it does" : said.error().message);
  }
  int seen = 0;
  std::vector<std::string> open;
  for (const auto& [name, what, said] : probe.Collect()) {
    if (name == own.listener().Name() || name == "unix " + own_unix.name()) {
      ++seen;
    } else if (!allowed.Holds(name)) {
      open.push_back(fmt::format("{} gives {}: {}", name, what, said));
    }
  }
  IEC_CONTROL(seen == 2, "the search finds prompts of its own",
              fmt::format("{} of 2", seen));
  Report("no listener gives a prompt or output before a login", open,
         fmt::format("none of {}", probe.connected()));
  JudgeSshServers(profile, allowed, listeners, probe.SshServers());
  IEC_OBTAIN(const auto afterwards, Listeners());
  std::vector<std::string> silent;
  for (const std::string& name : probe.unreached()) {
    const bool still =
        std::any_of(afterwards.begin(), afterwards.end(),
                    [&](const Listener& one) { return one.Name() == name; });
    if (still && !allowed.Holds(name)) silent.push_back(name);
  }
  Report("each listener can be tried, or is declared", silent, "all could be");
}

void ReadBootOptions(Dut& dut) {
  std::vector<std::string> open;
  std::vector<std::string> files = BootOptionFiles();
  if (dut.lane() == Lane::kContainer) {
    Note("the running kernel's options are not this device's: left out");
  } else {
    files.emplace_back("/proc/cmdline");
  }
  for (const std::string& file : files) {
    const auto text = ReadFile(file);
    if (!text.ok()) continue;
    for (const std::string& option : OpenBootOptions(*text)) {
      open.push_back(Printable(option, 80) + " in " + file);
    }
  }
  Report("the kernel starts nothing that asks for no login", open,
         fmt::format("none in {} files", files.size()));
}

// Whatever the interface: su, sulogin and whoever comes next ask the hash.
void JudgeEmptyHashes() {
  std::vector<std::string> empty;
  for (const StoredHash& hash : AllStoredHashes()) {
    if (hash.empty_field &&
        (hash.path == "/etc/shadow" || hash.path == "/etc/passwd")) {
      empty.push_back(hash.Name());
    }
  }
  Report("no account has an empty password", empty, "none");
}

}  // namespace

IEC_TEST_CASE(
    CR_1_1, no_way_around_the_login, .plan = "CR1.1.t2",
    .title = "Nothing opens a shell to somebody who has not logged in",
    .tried =
        "Each getty, the rescue and emergency login, every other login "
        "program that a unit or a rule of udev starts, by an event as well "
        "(timers, paths, Ctrl-Alt-Del), and the login for each account with a "
        "shell are started on a terminal of the test's own; a name and a "
        "command are typed, and no secret. SSH is asked for a session of each "
        "such account without any proof. Each listening TCP and UNIX socket "
        "(as nobody), at whatever address this device reaches it, is given an "
        "empty line, commands, a remote call in JSON, a debugger's packet and "
        "a request for a web page, redirects are followed, viewers' security "
        "types and container engines are asked for. Servers of SSH must be "
        "declared, or be one program with those that are. Options of the "
        "kernel, units on consoles, processes that read "
        "from one and empty password fields are looked for.",
    .passes_when =
        "Each login program asks for a secret or ends, SSH refuses, no "
        "listener answers with a prompt, a command's output, a screen or a "
        "page that has no field for a password, each listener takes a "
        "connection, "
        "and nothing else is found, but for what access.without_login and "
        "harness declare.",
    .not_covered =
        "The shell of an initial RAM disk and menus of firmware and boot "
        "loader; UDP, field buses and services behind TLS; pages that / does "
        "not lead to, and calls in words of the product's own; menus of a "
        "panel that is declared; network name spaces other than the runner's.",
    .remedy =
        "Disable the unit that is named (systemctl disable debug-shell), take "
        "--autologin, -n and -l from the getty, SYSTEMD_SULOGIN_FORCE from "
        "rescue and emergency and the option from the boot loader; lock "
        "accounts with an empty password; give the service a login, or "
        "declare it in access.without_login and say there why; another server "
        "of SSH is declared as an interface of its own, with its address. A "
        "listener that the device itself cannot reach is declared in "
        "access.without_login too.",
    // Listeners of other tests would be found.
    .uses = {Resource::kNetwork},
    .shares = {Resource::kSshLogin, Resource::kConsoleLogin},
    .parameters = {"access.without_login"},
    .timeout = std::chrono::seconds(300)) {
  IEC_OBTAIN(const Allowed allowed, AllowedBy(dut.profile()));
  IEC_OBTAIN(const auto accounts, PasswdDb::Load());
  const auto people = People(accounts);
  ReadBootOptions(dut);
  JudgeEmptyHashes();
  TryServices(dut.profile(), allowed);
  for (const HumanInterface& interface : dut.profile().interfaces) {
    if (interface.kind == HumanInterface::Kind::kSsh) {
      TrySsh(interface, people);
    }
  }
  TryConsoles(people, allowed);
}

}  // namespace iec
