// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/provoke.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/process.h"
#include "lib/dut/service.h"
#include "lib/dut/tcp.h"
#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"

namespace iec {
namespace {

using std::chrono::seconds;

std::string RandomName() {
  return "iec-" + RandomFrom("abcdefghijklmnopqrstuvwxyz", 16);
}

// A record of PAM or of the login program. Not of systemd and its logind: that
// a session is registered, or a user gets a service manager, is no way in.
bool IsOfLogin(const LoggedEvent& event, const std::string& account) {
  if (event.records.empty()) {
    return event.Mentions(account) &&
           event.process.find("systemd") == std::string::npos;
  }
  static constexpr std::array<std::string_view, 6> kTypes = {
      "USER_AUTH",  "USER_ACCT", "USER_LOGIN",
      "USER_START", "USER_ERR",  "CRED_ACQ"};
  return event.user == account && !event.process.ends_with("/systemd") &&
         std::find(kTypes.begin(), kTypes.end(), event.type) != kTypes.end();
}

// Details without the call that they belong to name nobody; such an event is
// incomplete, not somebody else's.
bool Names(const LoggedEvent& event, const char* field, uid_t uid) {
  const std::string value = event.Field(field);
  return value.empty() || value == fmt::format("{}", uid);
}

// `text` holds `word`, and no digit follows there.
bool HoldsNumber(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const size_t after = at + word.size();
    if (after == text.size() || text[after] < '0' || text[after] > '9') {
      return true;
    }
  }
  return false;
}

// The digits behind `name`, which "=" or a blank stands between.
std::string NumberBehind(std::string_view text, std::string_view name) {
  const size_t at = text.find(name);
  if (at == std::string_view::npos) return "";
  text.remove_prefix(std::min(at + name.size() + 1, text.size()));
  return std::string(text.substr(0, text.find_first_not_of("0123456789")));
}

std::string Said(const Result<Outcome>& outcome) {
  return outcome.ok() ? outcome->Describe() : outcome.error().message;
}

bool Succeeded(const Result<Outcome>& outcome) {
  return outcome.ok() && outcome->Succeeded();
}

void AddRefusals(Stimuli& stimuli, const LoginPath& path, uid_t uid,
                 const std::vector<std::string>& refused,
                 const std::string& foreign, int64_t begin) {
  Stimulus stimulus;
  stimulus.success = false;
  stimulus.begin = begin;
  stimulus.end = NowMilliseconds();
  const auto add = [&](const char* category, const std::string& what,
                       const std::string& file) {
    stimulus.category = category;
    stimulus.what = path.name + ": " + what;
    stimulus.owns = [file, uid](const LoggedEvent& event) {
      return event.Touches(file) && Names(event, "uid", uid);
    };
    stimuli.Add(stimulus);
  };
  for (const std::string& file : refused) {
    add(kAccessControl, "a refused reading of " + file, file);
  }
  add(kRequestErrors, "a request that only the owner of a file may make",
      foreign);
}

}  // namespace

void ProvokeByLogin(Stimuli& stimuli, const LoginPath& path, Account& account,
                    const std::vector<std::string>& refused,
                    const std::string& foreign) {
  const auto add_login = [&](std::string_view what, bool success,
                             int64_t begin) {
    Stimulus stimulus;
    stimulus.category = kAccessControl;
    stimulus.what = fmt::format("{}: {}", path.name, what);
    stimulus.success = success;
    stimulus.begin = begin;
    stimulus.end = NowMilliseconds();
    // Of the account's two logins only one has this result; a record without
    // any belongs to the one that was under way.
    stimulus.owns = [name = account.name, success, begin,
                     end = stimulus.end](const LoggedEvent& event) {
      if (!IsOfLogin(event, name)) return false;
      return event.success
                 ? *event.success == success
                 : event.milliseconds >= begin && event.milliseconds <= end;
    };
    stimuli.Add(std::move(stimulus));
  };

  int64_t begin = NowMilliseconds();
  const auto wrong =
      TryLogin(path, account, RandomPassword(account.password.size()));
  if (!wrong ||
      !Control(!wrong->granted, path.name + ": a wrong password is refused",
               wrong->detail)) {
    return;
  }
  add_login("a wrong password", false, begin);

  begin = NowMilliseconds();
  auto login = OpenLogin::Start(path, account.Attempt(account.password));
  const bool open = login.ok() && login->outcome().granted;
  if (!Control(open, path.name + ": the right password opens a session",
               login.ok() ? login->outcome().detail : login.error().message)) {
    return;
  }
  add_login("the right password", true, begin);

  begin = NowMilliseconds();
  const auto said = login->Execute(
      fmt::format(
          "for f in '{0}'; do true <\"$f\" && echo is-\"\"open $f; done; "
          "chmod u+u {1}; dd if={1} iflag=noatime count=0 of=/dev/null",
          Join(refused, "' '"), foreign),
      seconds(30));
  if (Control(said.ok() && said->find("is-open") == std::string::npos,
              path.name + ": the user may not read what is protected",
              said.ok() ? Printable(*said) : said.error().message)) {
    AddRefusals(stimuli, path, account.uid, refused, foreign, begin);
  }
}

void ProvokeByBadRequest(Stimuli& stimuli, const HumanInterface& interface) {
  const std::string marker = RandomName();
  Stimulus stimulus;
  stimulus.category = kRequestErrors;
  stimulus.what = interface.name + ": a request that is no SSH";
  stimulus.success = false;
  stimulus.begin = NowMilliseconds();
  const auto port =
      SendTcp(interface.address, interface.port, marker + "\r\n", seconds(5));
  if (!port.ok()) {
    Obstacle(interface.name + ": " + port.error().message);
    return;
  }
  stimulus.end = NowMilliseconds();
  stimulus.owns =
      [marker, address = interface.address,
       from = fmt::format("port {}", *port)](const LoggedEvent& event) {
        return event.Mentions(marker) ||
               (event.Mentions(address) && HoldsNumber(event.message, from));
      };
  stimuli.Add(std::move(stimulus));
}

void ProvokeByServices(Stimuli& stimuli,
                       const std::vector<std::string>& units) {
  const auto run = [&](const std::vector<std::string>& argv,
                       const std::string& unit, std::string_view what) {
    Stimulus stimulus;
    stimulus.category = kSystemEvents;
    stimulus.what = fmt::format("{} of {}", what, unit);
    stimulus.success = true;
    stimulus.begin = NowMilliseconds();
    Command command{argv};
    command.timeout = seconds(90);
    const auto outcome = Run(command);
    if (!Control(Succeeded(outcome),
                 fmt::format("{} of {} succeeds", what, unit), Said(outcome))) {
      return;
    }
    stimulus.end = NowMilliseconds();
    // To the audit trail systemd gives the name without its ".service".
    stimulus.owns = [unit, name = unit.substr(0, unit.rfind(".service"))](
                        const LoggedEvent& event) {
      return event.unit == unit || event.Field("unit") == name;
    };
    stimuli.Add(std::move(stimulus));
  };
  if (units.empty()) {
    const std::string unit = RandomName() + ".service";
    run({"systemd-run", "--quiet", "--wait", "--collect", "--unit=" + unit,
         "/bin/true"},
        unit, "one run");
    return;
  }
  const auto states = QueryServices(units);
  if (!states.ok()) {
    Obstacle(states.error().message);
    return;
  }
  for (const ServiceState& state : *states) {
    if (Control(state.Active(), state.name + ", which may be restarted, runs",
                state.active_state)) {
      run({"systemctl", "restart", state.id}, state.id, "a restart");
    }
  }
}

std::optional<Administrator::Done> Administrator::Do(
    const std::vector<std::string>& argv) {
  Done done;
  done.begin = NowMilliseconds();
  Command command{argv};
  command.timeout = seconds(90);
  if (named_) command.login_uid = person_;
  auto outcome = Run(command);
  if (!outcome.ok() && named_) {
    named_ = false;
    Note("the kernel does not let this process act for another person: " +
         outcome.error().message);
    return Do(argv);
  }
  if (!outcome.ok()) {
    Obstacle(outcome.error().message);
    return std::nullopt;
  }
  done.end = NowMilliseconds();
  // Of several files one alone may have been refused.
  if (outcome->Succeeded()) {
    done.success = true;
  } else {
    Note(argv[0] + ": " + outcome->Describe());
  }
  return done;
}

void Administrator::Add(const char* category, const std::string& what,
                        const Done& done,
                        std::function<bool(const LoggedEvent&)> owns) {
  Stimulus stimulus;
  stimulus.category = category;
  stimulus.what = what;
  stimulus.success = done.success;
  stimulus.begin = done.begin;
  stimulus.end = done.end;
  stimulus.owns = [owns = std::move(owns), named = named_,
                   person = person_](const LoggedEvent& event) {
    return (!named || Names(event, "auid", person)) && owns(event);
  };
  stimuli_.Add(std::move(stimulus));
}

void Administrator::OpenForWriting(const char* category,
                                   const std::vector<std::string>& files) {
  // To append, so that nothing is cut off whatever comes between.
  std::vector<std::string> argv = {"tee", "-a"};
  argv.insert(argv.end(), files.begin(), files.end());
  const auto done = Do(argv);
  if (!done) return;
  for (const std::string& file : files) {
    Add(category, "an opening for writing of " + file, *done,
        [file](const LoggedEvent& event) {
          return event.Touches(file) && event.Field("comm") == "tee";
        });
  }
}

void Administrator::TouchConfiguration(const std::vector<std::string>& files) {
  if (files.empty()) return;
  OpenForWriting(kConfigurationChanges, files);
  // What the owner may do is added to what the owner may do.
  std::vector<std::string> argv = {"chmod", "u+u"};
  argv.insert(argv.end(), files.begin(), files.end());
  const auto done = Do(argv);
  if (!done) return;
  for (const std::string& file : files) {
    Add(kConfigurationChanges, "a setting of the mode of " + file, *done,
        [file](const LoggedEvent& event) {
          return event.Touches(file) && event.Field("comm") == "chmod";
        });
  }
}

void Administrator::TouchAuditLogs(const std::vector<std::string>& files) {
  if (!files.empty()) OpenForWriting(kAuditLogEvents, files);
}

bool Administrator::ControlAudit() {
  if (!FindProgram("auditctl").ok()) return false;
  // Has the kernel forget watches below file systems that are gone.
  std::string operation = "trim";
  auto done = Do({"auditctl", "-t"});
  if (!done) return true;
  if (!done->success) {
    // Locked until the next start, the kernel refuses that without a record.
    // What it records then is that somebody tries a setting: the present one.
    const auto status = Run({{"auditctl", "-s"}});
    const auto setting = [&](std::string_view name) {
      return Succeeded(status) ? NumberBehind(status->out, name) : "";
    };
    if (setting("enabled") == "2" && !setting("rate_limit").empty()) {
      operation = "set";
      done = Do({"auditctl", "-r", setting("rate_limit")});
      if (!done) return true;
      if (!done->success) done->success = false;
    }
  }
  Add(kAuditLogEvents, "a command to the kernel's audit", *done,
      [operation](const LoggedEvent& event) {
        return event.type == "CONFIG_CHANGE" && event.Field("op") == operation;
      });
  return true;
}

void Administrator::BackUp(std::vector<std::string> hook,
                           const std::string& file) {
  for (std::string& argument : hook) {
    constexpr std::string_view kPlace = "{file}";
    if (const size_t at = argument.find(kPlace); at != std::string::npos) {
      argument.replace(at, kPlace.size(), file);
    }
  }
  const auto done = Do(hook);
  if (!done || !Control(done->success.has_value(), "a backup succeeds",
                        hook[0] + (done->success ? " says so" : " failed"))) {
    return;
  }
  // The tools that the hook starts may be recorded for the root that they
  // run as.
  Stimulus stimulus;
  stimulus.category = kBackupEvents;
  stimulus.what = "a backup";
  stimulus.success = true;
  stimulus.begin = done->begin;
  stimulus.end = done->end;
  stimulus.owns = [file](const LoggedEvent& event) {
    return event.Mentions(file);
  };
  stimuli_.Add(std::move(stimulus));
}

}  // namespace iec
