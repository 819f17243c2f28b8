// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/ssh_login.h"
#include "lib/dut/trails.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/ssh_cases.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kCommand{20'000};
// Who a session's command runs as: by number, by name, and for the kernel's
// audit, whatever identity it has taken on since the login.
constexpr char kWhoAmI[] = "id -u; id -un; cat /proc/self/loginuid; echo";

// One session of one person.
struct Seen {
  std::string where;
  const Account* account;
};

struct Rules {
  bool login_uid_must_be_set = false;
};

std::string Text(const Seen& seen, std::string_view what) {
  return fmt::format("{}: {}", seen.where, what);
}

// False where the two could not be told apart by this session.
void JudgeSession(const Seen& seen, const std::string& said,
                  const Rules& rules) {
  std::vector<std::string> words;
  for (const std::string& line : Split(PlainText(said), '\n')) {
    const std::string word(Trim(line));
    if (!word.empty()) words.push_back(word);
  }
  const std::string found =
      words.empty() ? "nothing" : Printable(Join(words, " "), 120);
  words.resize(3);
  const std::string uid = fmt::format("{}", seen.account->uid);
  Expect(words[0] == uid && words[1] == seen.account->name,
         Text(seen, "a session runs as its own user and no other"), found);
  const bool unset = words[2] == "4294967295" || words[2].empty();
  Expect(words[2] == uid || (unset && !rules.login_uid_must_be_set),
         Text(seen, "the kernel's audit knows the session as its own user's"),
         found);
}

void TryOpened(const LoginPath& path, Account& account, const Rules& rules,
               std::optional<OpenLogin>& kept) {
  const Seen seen{path.name, &account};
  auto login = OpenLogin::Start(path, account.Attempt(account.password));
  if (!login.ok()) {
    Obstacle(login.error().message);
    return;
  }
  if (!Control(login->outcome().granted,
               Text(seen, "each of two users can log in"),
               login->outcome().detail)) {
    return;
  }
  const auto said = login->Execute(kWhoAmI, kCommand);
  if (!said.ok()) {
    Obstacle(Text(seen, said.error().message));
    return;
  }
  JudgeSession(seen, *said, rules);
  kept = *std::move(login);
}

void TryOnTerminal(const LoginPath& path, Account& account,
                   const Rules& rules) {
  const Seen seen{path.name + " with a terminal", &account};
  auto admitted = AuthenticateOverSsh(path, account.Attempt(account.password));
  if (!admitted.ok()) {
    Obstacle(admitted.error().message);
    return;
  }
  if (!Control(admitted->session.has_value(),
               Text(seen, "each of two users can log in"),
               admitted->outcome.detail)) {
    return;
  }
  const auto said = admitted->session->ExecuteOnTerminal(kWhoAmI, kCommand);
  if (!said.ok()) {
    Obstacle(Text(seen, said.error().message));
    return;
  }
  JudgeSession(seen, said->out, rules);
}

// Of another login uid than that of the account that it names.
bool IsMistaken(const LoggedEvent& event, const Account& account) {
  if (event.Field("acct") != account.name) return false;
  const std::string login = event.Field("auid");
  return !login.empty() && login != "4294967295" && login != "unset" &&
         login != fmt::format("{}", account.uid);
}

void JudgeRecords(const Trails& trails, const std::vector<Seen>& people,
                  std::chrono::seconds wait) {
  std::vector<bool> named(people.size());
  std::vector<std::string> mistaken(people.size());
  const auto end = std::chrono::steady_clock::now() + wait;
  for (;;) {
    IEC_OBTAIN(const auto news, trails.Since());
    for (size_t i = 0; i < people.size(); ++i) {
      for (const LoggedEvent& event : news.events) {
        if (event.success == true && event.IsOfLogin(people[i].account->name)) {
          named[i] = true;
        }
        if (IsMistaken(event, *people[i].account)) {
          mistaken[i] = event.Describe();
        }
      }
    }
    if (std::find(named.begin(), named.end(), false) == named.end() ||
        std::chrono::steady_clock::now() >= end) {
      break;
    }
    std::this_thread::sleep_for(milliseconds(500));
  }
  for (size_t i = 0; i < people.size(); ++i) {
    Expect(named[i], Text(people[i], "the log says who has logged in"),
           named[i] ? "it does"
                    : fmt::format("no record of a login names {} within {} s",
                                  people[i].account->name, wait.count()));
    Expect(mistaken[i].empty(),
           Text(people[i], "no record takes one user for another"),
           mistaken[i].empty() ? "none does" : mistaken[i]);
  }
}

// Those whom a Match is for, none of whom was logged in here.
void JudgeSshElsewhere(Dut& dut) {
  IEC_OBTAIN(const auto cases, SshCasesOf(dut, {"forcecommand"}));
  for (const SshCase& one : cases) {
    if (one.match.empty()) continue;
    IEC_OBTAIN(const std::string command, one.Value("forcecommand"));
    bool changes = false;
    for (const std::string& word : Split(command, ' ')) {
      const std::string name = word.substr(word.rfind('/') + 1);
      for (const char* other :
           {"sudo", "su", "runuser", "setpriv", "doas", "machinectl"}) {
        changes = changes || name == other;
      }
    }
    Expect(!changes, one.Name() + ": nobody is made somebody else", command);
  }
}

}  // namespace

IEC_TEST_CASE(
    CR_1_1_RE_1, two_people_are_told_apart, .plan = "CR1.1RE1.t2",
    .title = "Two people are told apart from the login to the log",
    .tried =
        "On each declared interface two temporary users, one of whom has the "
        "roles of authorization.roles, are logged in at the same time (over "
        "SSH with a terminal and without one) and ask who "
        "they are: user id, user name, and the login uid of the kernel's "
        "audit. Then the audit trail and the journal are read. Of the clients "
        "whom a Match of sshd's settings is for, the server says what it makes "
        "them run.",
    .passes_when =
        "Each session has its own user's id, name and login uid, the records "
        "of each login name its user, and none of them names one user with "
        "the login uid of another.",
    .not_covered =
        "Applications that let people in under one account of their own; what "
        "is recorded after a change of identity (su, sudo).",
    .remedy =
        "Take ForceCommand, a shared shell or a mapping of names from the "
        "interface that the message names, and see that pam_loginuid is in "
        "its PAM service and that its login program logs successes.",
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin, Resource::kAuditTrail},
    .parameters = {"audit.wait_seconds", "audit.in_journal",
                   "authorization.roles"},
    .timeout = std::chrono::seconds(240)) {
  const Profile& profile = dut.profile();
  IEC_OBTAIN(const int64_t wait, profile.Integer("audit.wait_seconds"));
  Rules rules;
  rules.login_uid_must_be_set = profile.Declares(Capability::kAudit);
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(profile, first.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  // Rules may differ for members.
  IEC_OBTAIN(const auto groups, GroupsOfRoles(profile));
  IEC_OBTAIN(auto accounts,
             dut.accounts().CreateSeveral(paths.size(), {.groups = groups}));
  IEC_OBTAIN(auto others, dut.accounts().CreateSeveral(paths.size() - 1));
  others.push_back(std::move(first));
  for (Account& other : others) accounts.push_back(std::move(other));
  IEC_OBTAIN(const auto trails, Trails::Take(profile));

  // All stay open until each has answered.
  std::vector<std::optional<OpenLogin>> kept(accounts.size());
  InParallel(accounts.size(), [&](size_t i) {
    TryOpened(paths[i % paths.size()], accounts[i], rules, kept[i]);
  });
  kept.clear();
  std::vector<Seen> people;
  for (size_t i = 0; i < accounts.size(); ++i) {
    people.push_back({paths[i % paths.size()].name, &accounts[i]});
  }
  JudgeRecords(trails, people, std::chrono::seconds(wait));
  JudgeSshElsewhere(dut);
  InParallel(accounts.size(), [&](size_t i) {
    const LoginPath& path = paths[i % paths.size()];
    if (path.kind == LoginPath::Kind::kSsh) {
      TryOnTerminal(path, accounts[i], rules);
    }
  });
}

}  // namespace iec
