// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <thread>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/login.h"
#include "lib/dut/people.h"
#include "lib/dut/sudo_record.h"
#include "lib/dut/sudo_rules.h"
#include "lib/dut/trails.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/sudo_grants.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kPause{200};
// For the dialogues before, on a slow device.
constexpr seconds kReady{180};
// Of the line that is typed for rules that go on for longer; a terminal takes
// 4 KiB.
constexpr size_t kMostTyped = 2048;
constexpr int64_t kMillisecondsPerDay = 86'400'000;
// Ways to be root, any of which may have a rule of its own.
constexpr char kActs[] =
    "r() { sudo -n id -u || sudo -n env id -u || sudo -n sh -c \"id -u\" || "
    "sudo -n bash -c \"id -u\" || sudo -n su -c \"id -u\" || sudo -n -i id -u; "
    "} 2>/dev/null";

// Of acting as one user: what is said where nothing is done without a proof.
std::string AskedFor(std::string_view name) {
  return fmt::format("={}:sudo: a password is required", name);
}

// A line that says so. What single programs do when they run nobody knows, and
// to list them another rule counts.
std::string TryOf(const std::vector<std::string>& rules) {
  std::string line = "export LC_ALL=C";
  for (const std::string& rule : rules) {
    const std::string_view name = BoundTo(rule);
    if (name.empty() || line.size() > kMostTyped) continue;
    line += fmt::format("; echo ={0}:$(sudo -n -u {0} id 2>&1)", name);
  }
  return line;
}

class OverrideTrial {
 public:
  OverrideTrial(const LoginPath& path, Account& operator_account,
                Account& supervisor, seconds time, bool slow,
                const std::vector<std::string>& lasting)
      : path_(path),
        operator_(operator_account),
        supervisor_(supervisor),
        time_(time),
        slow_(slow),
        lasting_(lasting) {}

  // All in one session of the operator, to whom the supervisor comes.
  void Act() {
    auto login = OpenLogin::Start(path_, operator_.Attempt(operator_.password));
    const bool open = login.ok() && login->outcome().granted;
    if (!Control(
            open, Text("the right password opens a session"),
            login.ok() ? login->outcome().detail : login.error().message)) {
      over_ = true;
      return;
    }
    // Refusals are about another act: a record of one is none of the override.
    // What is asked for by PAM alone shows where sudo may ask, and finds nobody
    // there.
    const std::string steps = fmt::format(
        "cd; {0}; echo before-$(r)-; sudo {1} >given; echo "
        "given-$(cat given)-; echo within-$(sudo -n {1} 2>/dev/null)-; echo "
        ">ready; until [ -e go ]; do sleep 1; done; echo after-$(r)-; {2}; "
        "echo unasked-$(sudo -S id -u 2>/dev/null </dev/null)-; echo "
        "unasked-$(sudo -S -i id -u 2>/dev/null </dev/null | tail -n 1)-",
        kActs, "env IEC=" + marker_ + " id -u", TryOf(lasting_));
    const auto said = login->ExecuteAnswering(
        fmt::format("su {} --session-command '{}'", supervisor_.name, steps),
        supervisor_.Attempt(supervisor_.password),
        kReady + kReady + (slow_ ? Wait() : seconds(0)));
    over_ = true;
    if (!said.ok()) return Obstacle(Text(said.error().message));
    said_ = *said;
  }

  // The other thread: lets the time pass once the override is there.
  void PassTime() {
    const auto limit = Clock::now() + kReady;
    while (!over_ && !Exists(supervisor_.home + "/ready")) {
      if (Clock::now() >= limit) break;
      std::this_thread::sleep_for(kPause);
    }
    if (over_) return;
    if (slow_) {
      const auto end = Clock::now() + Wait();
      while (!over_ && Clock::now() < end) std::this_thread::sleep_for(kPause);
    } else {
      const Status aged =
          AgeSudoRecordsOf(supervisor_.name, supervisor_.uid, Wait());
      passed_ = aged.ok();
      if (!aged.ok()) problem_ = aged.error().message;
    }
    static_cast<void>(CreateFile(supervisor_.home + "/go", "", 0644).ok());
  }

  void Judge(const std::vector<LoggedEvent>& events) const {
    if (said_.empty()) return;
    if (!Said("before") && said_.find("before--") == std::string::npos) {
      return Obstacle(Text(
          "the operator cannot have a session of the supervisor's by su: " +
          Printable(said_)));
    }
    // Then there is no proof whose time could pass.
    if (!Expect(!Said("before"),
                Text("nothing without the supervisor's secrets"),
                Printable(said_))) {
      return;
    }
    if (!Expect(Said("given"), Text("the supervisor overrides"),
                Printable(said_))) {
      return;
    }
    if (!Said("within")) Note(Text("it holds for a single act"));
    if (!passed_ && (Said("within") || Said("after") || Said("unasked"))) {
      Obstacle(Text(problem_ + ": run it with --slow"));
    } else {
      const bool goes_on = Said("after") || Said("unasked");
      Expect(
          !goes_on, Text(fmt::format("it is over after {} s", time_.count())),
          goes_on ? fmt::format("root acts {} s later, unasked", Wait().count())
                  : "the secrets are asked for again");
      std::string rules;
      for (const std::string& rule : lasting_) {
        const std::string_view name = BoundTo(rule);
        const bool asks =
            !name.empty() && said_.find(AskedFor(name)) != std::string::npos;
        if (!asks) rules += Printable(rule, 120) + "; ";
      }
      Expect(rules.empty(),
             Text(fmt::format("it is over after {} s, whatever is done by it",
                              time_.count())),
             rules.empty() ? "no rule lasts for longer, or it asks all the same"
                           : rules);
    }
    const bool logged = std::any_of(
        events.begin(), events.end(), [this](const LoggedEvent& event) {
          return event.Mentions(marker_) && Names(event, supervisor_);
        });
    Expect(logged, Text("a record of it names the supervisor"),
           logged ? "there is one" : "there is none");
    const bool both = std::any_of(
        events.begin(), events.end(), [this](const LoggedEvent& event) {
          return Names(event, operator_) && Names(event, supervisor_);
        });
    Expect(both, Text("a record names operator and supervisor together"),
           both ? "there is one" : "there is none");
  }

  seconds Wait() const { return time_ + time_ / 10 + seconds(5); }

  // A proof cannot be made older than the device.
  void LetTheDeviceGrowOld() const {
    timespec up{};
    while (clock_gettime(CLOCK_MONOTONIC, &up) == 0 &&
           up.tv_sec <= Wait().count()) {
      std::this_thread::sleep_for(seconds(1));
    }
  }

 private:
  std::string Text(const std::string& what) const {
    return fmt::format("{}: {}", path_.name, what);
  }
  // Whether this step ran as root.
  bool Said(const char* step) const {
    return said_.find(fmt::format("{}-0-", step)) != std::string::npos;
  }
  static bool Names(const LoggedEvent& event, const Account& account) {
    return event.Mentions(account.name) || event.user == account.name ||
           event.Field("auid") == fmt::format("{}", account.uid) ||
           event.Field("uid") == fmt::format("{}", account.uid);
  }

  const LoginPath& path_;
  Account& operator_;
  Account& supervisor_;
  const seconds time_;
  const bool slow_;
  const std::vector<std::string>& lasting_;
  const std::string marker_ = Hex(RandomBytes(8));
  std::atomic<bool> over_{false};
  bool passed_ = true;
  std::string problem_;
  std::string said_;
};

// Nobody can be here in the place of others, whose rules are read.
Status JudgeOthers(int64_t time) {
  IEC_ASSIGN_OR_RETURN(const PasswdDb accounts, AllAccounts());
  std::string found;
  for (const Person& person :
       WhoCanLogIn(accounts, NowMilliseconds() / kMillisecondsPerDay)) {
    for (const auto& rule : LongerProofsOf(person.user->name, time)) {
      if (rule.starts_with('D')) continue;  // bound to something else
      found += Printable(rule + " of " + person.user->name + "; ", 160);
    }
  }
  Expect(found.empty(),
         fmt::format("it is over after {} s, whoever the supervisor is", time),
         found.empty() ? "for all who can log in" : found);
  return {};
}

// What sudo itself says of these supervisors: not all can be tried.
Status JudgeRules(const Profile& profile, const std::string& supervisor,
                  const std::string& group) {
  IEC_ASSIGN_OR_RETURN(const SudoGrants grants, SudoGrants::From(profile));
  IEC_ASSIGN_OR_RETURN(const PasswdDb accounts, AllAccounts());
  std::map<std::string, std::vector<std::string>> groups = {
      {supervisor, {group}}};
  for (const Person& person :
       WhoCanLogIn(accounts, NowMilliseconds() / kMillisecondsPerDay)) {
    auto own = GroupsOf(*person.user, accounts);
    if (person.user->uid != 0 && !IsTemporaryName(person.user->name) &&
        grants.MakeRoot(own)) {
      groups[person.user->name] = std::move(own);
    }
  }
  for (const auto& [name, own] : groups) {
    const std::string who = name == supervisor ? "one of " + group : name;
    IEC_ASSIGN_OR_RETURN(const std::string listing, SudoListing(name));
    auto rules = SudoRulesIn(listing, name);
    std::erase_if(rules, [](const SudoRule& rule) { return rule.asks; });
    const auto unasked = grants.Undeclared(rules, name, own);
    Expect(unasked.empty(), who + " is asked for a proof, whatever they do",
           unasked.empty() ? "no rule of sudo lets them off"
                           : "not for " + Printable(Join(unasked, "; ")));
    const auto unrecorded = UnrecordedIn(listing, grants.Commands());
    Expect(unrecorded.empty(), who + " leaves a record, whatever they do",
           unrecorded.empty() ? "no rule of sudo leaves any out"
                              : Printable(Join(unrecorded, "; ")));
  }
  return {};
}

}  // namespace

IEC_TEST_CASE(
    CR_2_1_RE_3, an_override_ends_by_itself, .plan = "CR2.1RE3.t1",
    .title = "A supervisor's override is there for its time, and is recorded",
    .tried =
        "On each declared interface an operator logs in, to whom a supervisor "
        "comes (su, sudo with all secrets) and acts as root: before, at once "
        "again, and after the declared time. The time is waited for in full "
        "with --slow; without it sudo's record of the proof is made older by "
        "that time, which is what sudo measures it by, once the device has run "
        "for so long. Acting as root is tried by each of several programs. "
        "sudo is asked for the times of its rules: for single programs, for "
        "whom one acts as, and for each account that can log in. Those that "
        "are longer count, but for one about acting as a user, where the "
        "secrets are asked for all the same.",
    .passes_when =
        "Nothing is allowed before the proof and after the time, and no rule "
        "has a longer one, and none lets supervisors off the proof or the "
        "record but for commands in authorization.commands; the trail "
        "names the supervisor for the act, and operator and supervisor "
        "together.",
    .not_covered =
        "Overrides of the product's own application, to which the "
        "requirement is about as much: bring evidence who may, how, for how "
        "long, and a sample of the log.",
    .remedy =
        "Set timestamp_timeout in sudoers to the declared time (a negative "
        "one never ends), also where it stands for one command "
        "(Defaults!PROGRAM), user or host; no NOPASSWD for supervisors; leave "
        "syslog on, also in Defaults!PROGRAM; declare what is harmless in "
        "authorization.commands. Where there is no sudo, or su is not for "
        "operators, waive the test with that evidence.",
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin, Resource::kAuditTrail},
    .parameters = {"override.seconds", "authorization.administrators",
                   "authorization.commands", "authorization.roles"},
    .timeout = std::chrono::seconds(800)) {
  IEC_OBTAIN(const int64_t time, dut.profile().Integer("override.seconds"));
  IEC_OBTAIN(const auto group,
             dut.profile().Text("authorization.administrators"));
  IEC_OBTAIN(const auto sudo, FindProgram("sudo"));
  Note(fmt::format(
      "{} with {}",
      dut.slow() ? "waited for in full" : "the proof was made older", sudo));
  AccountOptions options;
  options.groups = {group};
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), first.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(auto operators, dut.accounts().CreateSeveral(paths.size() - 1));
  operators.push_back(std::move(first));
  IEC_OBTAIN(auto supervisors,
             dut.accounts().CreateSeveral(paths.size(), options));
  IEC_OBTAIN(const auto trails, Trails::Take(dut.profile()));
  // Those of commands are listed for everybody alike.
  std::vector<std::string> lasting;
  if (!supervisors.empty()) lasting = LongerProofsOf(supervisors[0].name, time);
  std::erase_if(lasting,
                [](const std::string& rule) { return rule[0] != 'D'; });

  std::deque<OverrideTrial> trials;
  for (size_t i = 0; i < paths.size(); ++i) {
    trials.emplace_back(paths[i], operators[i], supervisors[i], seconds(time),
                        dut.slow(), lasting);
  }
  if (!dut.slow() && !trials.empty()) trials[0].LetTheDeviceGrowOld();
  InParallel(2 * trials.size(), [&](size_t i) {
    OverrideTrial& trial = trials[i / 2];
    if (i % 2 == 0) {
      trial.Act();
    } else {
      trial.PassTime();
    }
  });
  IEC_OBTAIN(const auto news, trails.Since());
  for (const OverrideTrial& trial : trials) trial.Judge(news.events);
  for (const Status& judged :
       {JudgeOthers(time),
        JudgeRules(dut.profile(), supervisors[0].name, group)}) {
    if (!judged.ok()) Obstacle(judged.error().message);
  }
}

}  // namespace iec
