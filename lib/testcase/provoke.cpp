// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/provoke.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "lib/base/digest.h"
#include "lib/base/tcp.h"
#include "lib/base/text.h"
#include "lib/dut/process.h"
#include "lib/dut/service.h"
#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"

namespace iec {
namespace {

using std::chrono::seconds;

std::string RandomName() {
  return "iec-" + RandomFrom("abcdefghijklmnopqrstuvwxyz", 16);
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

class LoginTrial {
 public:
  LoginTrial(Stimuli& stimuli, const LoginPath& path, Account& account,
             const Targets& targets)
      : stimuli_(stimuli), path_(path), account_(account), targets_(targets) {}

  void Try() {
    if (!UseASession()) return;
    begin_ = NowMilliseconds();
    const auto wrong =
        TryLogin(path_, account_, RandomPassword(account_.password.size()));
    if (wrong && Control(!wrong->granted, Text("a wrong password is refused"),
                         wrong->detail)) {
      AddLogin("a wrong password", false);
    }
  }

 private:
  std::string Text(std::string_view what) const {
    return fmt::format("{}: {}", path_.name, what);
  }

  Stimulus NewStimulus(const char* category, std::string_view what,
                       bool success) const {
    Stimulus stimulus;
    stimulus.category = category;
    stimulus.what = Text(what);
    stimulus.success = success;
    stimulus.begin = begin_;
    stimulus.end = NowMilliseconds();
    return stimulus;
  }

  void AddLogin(std::string_view what, bool success) {
    Stimulus stimulus = NewStimulus(kAccessControl, what, success);
    // Of the account's two logins only one has this result. An audit record
    // without any belongs to the one that was under way; a line of the journal
    // without one is about something else.
    stimulus.owns = [name = account_.name, success, begin = stimulus.begin,
                     end = stimulus.end](const LoggedEvent& event) {
      if (!event.IsOfLogin(name)) return false;
      if (event.success) return *event.success == success;
      return !event.records.empty() && event.milliseconds >= begin &&
             event.milliseconds <= end;
    };
    stimuli_.Add(std::move(stimulus));
  }

  void AddRefusal(const char* category, std::string_view what,
                  const std::string& file) {
    Stimulus stimulus = NewStimulus(category, what, false);
    stimulus.owns = [file, uid = account_.uid](const LoggedEvent& event) {
      return event.Touches(file) && Names(event, "uid", uid);
    };
    stimuli_.Add(std::move(stimulus));
  }

  bool UseASession() {
    begin_ = NowMilliseconds();
    auto login = OpenLogin::Start(path_, account_.Attempt(account_.password));
    const bool open = login.ok() && login->outcome().granted;
    if (!Control(
            open, Text("the right password opens a session"),
            login.ok() ? login->outcome().detail : login.error().message)) {
      return false;
    }
    AddLogin("the right password", true);
    begin_ = NowMilliseconds();
    const auto said = login->Execute(
        fmt::format(
            "for f in {0} '{1}'; do true <\"$f\" && echo \"is-\"open:$f:; "
            "done; "
            "chmod u+u {2}; dd if={2} iflag=noatime count=0 of=/dev/null",
            targets_.secret, Join(targets_.refused, "' '"), targets_.readable),
        seconds(30));
    const auto opened = [&said](const std::string& file) {
      return said->find("is-open:" + file + ":") != std::string::npos;
    };
    if (!Control(said.ok() && !opened(targets_.secret),
                 Text("the user may not read a file of root's"),
                 said.ok() ? Printable(*said) : said.error().message)) {
      return false;
    }
    AddRefusal(kAccessControl, "a refused reading of a secret file",
               targets_.secret);
    for (const std::string& file : targets_.refused) {
      // Who may read what is another test's.
      if (opened(file)) {
        Note(Text(file + " can be read by the user: nothing is refused there"));
        continue;
      }
      AddRefusal(kAccessControl, "a refused reading of " + file, file);
    }
    AddRefusal(kRequestErrors, "a request that only a file's owner may make",
               targets_.readable);
    return true;
  }

  Stimuli& stimuli_;
  const LoginPath& path_;
  Account& account_;
  const Targets& targets_;
  int64_t begin_ = 0;
};

}  // namespace

void ProvokeByLogin(Stimuli& stimuli, const LoginPath& path, Account& account,
                    const Targets& targets) {
  LoginTrial(stimuli, path, account, targets).Try();
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
  const auto run = [&](const std::string& what, const std::string& unit,
                       const std::vector<std::string>& argv) {
    Stimulus stimulus;
    stimulus.category = kSystemEvents;
    stimulus.what = what;
    stimulus.success = true;
    stimulus.begin = NowMilliseconds();
    Command command{argv};
    command.timeout = seconds(90);
    const auto outcome = Run(command);
    if (!Control(Succeeded(outcome), what + " succeeds", Said(outcome))) return;
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
    run("one run of a new service", unit,
        {"systemd-run", "--quiet", "--wait", "--collect", "--unit=" + unit,
         "/bin/true"});
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
      run("a restart of " + state.id, state.id,
          {"systemctl", "restart", state.id});
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
  // Accounts that other tests make change /etc while it is read, for which tar
  // ends with 1.
  constexpr int kTries = 3;
  auto done = Do(hook);
  for (int i = 1; i < kTries && done && !done->success; ++i) {
    unlink(file.c_str());
    done = Do(hook);
  }
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
