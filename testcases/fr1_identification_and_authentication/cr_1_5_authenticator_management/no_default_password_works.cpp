// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/change.h"
#include "lib/dut/failed_logins.h"
#include "lib/dut/getty.h"
#include "lib/dut/known_password.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/notice_files.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/paths.h"
#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

constexpr size_t kAtATime = 3;

// All that is shown to who has not logged in yet, or just has.
std::string ShownToAll() {
  std::string text;
  const auto add = [&text](const std::string& path) {
    const auto shown = ReadFile(path, 1u << 16);
    if (shown.ok()) text += *shown + '\n';
  };
  for (const char* pattern :
       {"/etc/issue", "/etc/issue.net", "/etc/issue.d/*", "/run/issue",
        "/run/issue.d/*", "/usr/lib/issue", "/usr/lib/issue.d/*", "/etc/motd",
        "/etc/motd.d/*", "/run/motd*", "/etc/update-motd.d/*"}) {
    for (const std::string& path : MatchingPaths(pattern)) add(path);
  }
  // Wherever SSH and the gettys have their notices from.
  for (const std::string& path : FindNoticeFiles(Gettys()).shown) add(path);
  return text;
}

// Command lines of processes: everybody can list them.
std::string ShownByProcesses() {
  std::string text;
  (void)ProcessesWhere([&text](pid_t pid) {
    auto line = ReadFile(fmt::format("/proc/{}/cmdline", pid), 1u << 16);
    if (!line.ok()) return false;
    std::replace(line->begin(), line->end(), '\0', ' ');
    std::replace(line->begin(), line->end(), '\n', ' ');
    text += *line + '\n';
    return false;
  });
  return text;
}

// What units give the programs that they start: systemd tells it everybody.
std::string ShownByUnits() {
  std::string text;
  for (const char* pattern :
       {"/etc/systemd/system/*.service", "/etc/systemd/system/*.service.d/*",
        "/run/systemd/*/*.service", "/usr/local/lib/systemd/system/*.service",
        "/usr/lib/systemd/system/*.service"}) {
    for (const std::string& path : MatchingPaths(pattern)) {
      const auto unit = ReadFile(path, 1u << 16);
      if (!unit.ok()) continue;
      for (const std::string& line : Split(*unit, '\n')) {
        const std::string lower = Lower(line);
        if ((line.starts_with("Exec") || line.starts_with("Environment")) &&
            (lower.find("pass") != std::string::npos ||
             lower.find("secret") != std::string::npos)) {
          text += line + '\n';
        }
      }
    }
  }
  return text;
}

// Makes this user's failures older, of which the undo keeps the record. Their
// number.
Result<int> SetFailuresBack(const std::string& user, int64_t seconds) {
  int all = 0;
  for (const std::string& path : FailedLoginRecords(user)) {
    IEC_ASSIGN_OR_RETURN(const int failures,
                         AgeFailuresInRecord(path, seconds));
    all += failures;
  }
  return all;
}

class Trial {
 public:
  Trial(Dut& dut, std::vector<KnownPassword> known, PasswdDb accounts)
      : dut_(dut), known_(std::move(known)), accounts_(std::move(accounts)) {
    for (const User& user : accounts_.AllUsers()) names_.push_back(user.name);
    for (const std::string& text :
         {ShownToAll(), ShownByProcesses(), ShownByUnits()}) {
      Publish(text);
    }
  }

  // What a login shows beside its notices.
  void PublishShownAt(std::string_view login) {
    const std::string notices = ShownToAll();
    std::string more;
    for (const std::string& line : Split(PlainText(login), '\n')) {
      const std::string text(Trim(line));
      if (notices.find(text) == std::string::npos) more += text + '\n';
    }
    Publish(more);
  }

  void Publish(const std::string& text) {
    const auto words = PasswordsIn(text, names_);
    published_.insert(published_.end(), words.begin(), words.end());
  }

  void JudgeTable(Account& own);
  void LogIn(const std::vector<LoginPath>& paths, int64_t lock_after,
             int64_t window);

 private:
  std::set<std::string> CandidatesFor(const std::string& user) const;
  // So many failures that lock nobody yet; with those before set back in time,
  // so many more.
  struct Tries {
    size_t first;
    size_t then;
    int64_t window;  // seconds
  };
  void LogInAs(const std::string& user, const std::vector<LoginPath>& paths,
               const Tries& tries);

  Dut& dut_;
  std::vector<KnownPassword> known_;
  PasswdDb accounts_;
  std::vector<std::string> names_;
  std::vector<std::string> published_;
};

std::set<std::string> Trial::CandidatesFor(const std::string& user) const {
  std::set<std::string> candidates = {user};
  candidates.insert(published_.begin(), published_.end());
  for (const KnownPassword& one : known_) {
    if (one.user.empty() || one.user == user) candidates.insert(one.password);
  }
  return candidates;
}

// Every candidate for every account that has a password, whatever else a login
// would ask for: a second factor makes a default password no better one.
void Trial::JudgeTable(Account& own) {
  const auto right = IsPasswordOf(own.name, own.password);
  const auto wrong = IsPasswordOf(own.name, RandomPassword());
  if (!right.ok()) {
    Note("the table of passwords was not asked: " + right.error().message);
    return;
  }
  IEC_CONTROL(*right && wrong.ok() && !*wrong,
              "the table of passwords tells a right one from a wrong one",
              *right ? "it takes both" : "it takes none");
  std::vector<std::string> found;
  size_t tried = 0;
  for (const User& user : accounts_.AllUsers()) {
    const ShadowEntry* entry = accounts_.FindShadow(user.name);
    const std::string& stored = entry != nullptr ? entry->hash : user.password;
    if (IsTemporaryName(user.name)) continue;
    if (stored.empty()) found.push_back(user.name + ": none is asked for");
    if (stored.empty() || stored.find_first_of("!*") == 0) continue;
    for (const std::string& candidate : CandidatesFor(user.name)) {
      ++tried;
      IEC_OBTAIN(const bool is_it, IsPasswordOf(user.name, candidate));
      if (is_it) found.push_back(user.name + ": a published one");
      if (is_it) break;
    }
  }
  Expect(found.empty(), "no account has a default or published password",
         found.empty() ? fmt::format("tried {} passwords", tried)
                       : Join(found, "; "));
}

void Trial::LogInAs(const std::string& user,
                    const std::vector<LoginPath>& paths, const Tries& tries) {
  std::vector<std::string> candidates;
  const auto add = [&candidates](const std::string& one) {
    if (std::find(candidates.begin(), candidates.end(), one) ==
        candidates.end()) {
      candidates.push_back(one);
    }
  };
  for (const KnownPassword& one : known_) {
    if (one.user == user) add(one.password);
  }
  add(user);
  for (const KnownPassword& one : known_) {
    if (one.user.empty() && accounts_.FindUser(user) != nullptr) {
      add(one.password);
    }
  }
  // Each on every interface at the same time, as far as the tries go.
  const size_t all = candidates.size() * paths.size();
  size_t left = tries.first;
  for (size_t i = 0; i < all;) {
    if (left == 0) {
      // Those that are older than the window count no more. The record is put
      // back in the end.
      const auto aged = SetFailuresBack(user, tries.window + 5);
      if (!aged.ok() || *aged == 0) {
        Note(
            fmt::format("{}: {} of {} were tried, a failure more might lock "
                        "it",
                        user, i, all));
        return;
      }
      left = tries.then;
    }
    const size_t now =
        std::min({left, all - i, paths.size() - i % paths.size()});
    InParallel(now, [&](size_t k) {
      const LoginPath& path = paths[(i + k) % paths.size()];
      LoginAttempt attempt;
      attempt.user = user;
      attempt.password = candidates[i / paths.size()];
      const auto outcome = Login(path, attempt);
      if (!outcome.ok()) {
        Obstacle(outcome.error().message);
        return;
      }
      if (outcome->granted) {
        attempt.password = RandomPassword();
        const auto any = Login(path, attempt);
        if (any.ok() && any->granted) {
          Expect(false,
                 path.name + ": a password that nobody has opens no session",
                 fmt::format("{}: {}", user, any->detail));
          return;
        }
      }
      Expect(!outcome->granted,
             fmt::format("{}: no default password opens a session", path.name),
             fmt::format("{}: {}", user, outcome->detail));
    });
    i += now;
    left -= now;
  }
}

// What is not in the table (another module, a back door) shows here only.
void Trial::LogIn(const std::vector<LoginPath>& paths, int64_t lock_after,
                  int64_t window) {
  std::vector<std::pair<std::string, Tries>> people;
  for (const User& user : accounts_.AllUsers()) {
    if (!HasLoginShell(user) || IsTemporaryName(user.name)) continue;
    IEC_OBTAIN(const int64_t before, RecentFailures(user.name, window));
    const int64_t tries = lock_after - 1 - before;
    if (tries <= 0) {
      Note(user.name + ": not tried, a failure more might lock it");
      continue;
    }
    for (const std::string& record : FailedLoginRecords(user.name)) {
      const Status kept = KeepFile(dut_.undo(), record);
      if (!kept.ok()) {
        Obstacle(kept.error().message);
        return;
      }
    }
    people.emplace_back(user.name,
                        Tries{static_cast<size_t>(tries),
                              static_cast<size_t>(lock_after - 1), window});
  }
  for (const KnownPassword& one : known_) {
    if (one.user.empty() || accounts_.FindUser(one.user) != nullptr) continue;
    const bool there = std::any_of(
        people.begin(), people.end(),
        [&](const auto& person) { return person.first == one.user; });
    // Nobody who could be locked.
    const size_t any = known_.size() * paths.size() + paths.size();
    if (!there) people.emplace_back(one.user, Tries{any, 0, window});
  }
  // A few at a time: each login takes threads and a connection.
  for (size_t first = 0; first < people.size(); first += kAtATime) {
    InParallel(std::min(kAtATime, people.size() - first), [&](size_t i) {
      LogInAs(people[first + i].first, paths, people[first + i].second);
    });
  }
}

}  // namespace

IEC_TEST_CASE(
    CR_1_5, no_default_password_works, .plan = "CR1.5.t1",
    .title = "No default or published password is in force",
    .tried =
        "For each account that has a password: those of credentials.default, "
        "the account's own name, and the words of telling lines in what is "
        "shown before and in a login, in command lines of processes and in "
        "units, against the table of passwords by "
        "PAM's own helper, which counts no failure. Then logins on each "
        "interface as each account with a shell and as each name of "
        "credentials.default, with never as many failures as lock it: those "
        "before are set back in time, and its record is put back in the end.",
    .passes_when =
        "None of them is the password of an account, none opens a session, "
        "and no account is without one.",
    .not_covered =
        "Default passwords that the profile does not name; those of "
        "applications; keys, codes and tokens that are the same in all "
        "devices; passwords behind a locked entry.",
    .remedy =
        "Deliver accounts without a password or with one of their own for "
        "each device (passwd, chage -d 0), lock those that nobody needs "
        "(passwd -l), and look for modules beside pam_unix in /etc/pam.d "
        "where a session opened.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"credentials.default", "lockout.attempts",
                   "lockout.window_seconds"},
    .timeout = std::chrono::seconds(300)) {
  IEC_OBTAIN(const auto lines, dut.profile().List("credentials.default"));
  IEC_OBTAIN(auto known, ParseKnownPasswords(lines));
  IEC_OBTAIN(const int64_t lock_after,
             dut.profile().Integer("lockout.attempts"));
  IEC_OBTAIN(const int64_t window,
             dut.profile().Integer("lockout.window_seconds"));
  IEC_OBTAIN(auto own, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), own.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(auto accounts, PasswdDb::Load());
  Trial trial(dut, std::move(known), std::move(accounts));
  std::vector<Result<LoginOutcome>> logins;
  for (const LoginPath& path : paths) {
    logins.push_back(Login(path, own.Attempt(own.password)));
    if (logins.back().ok()) trial.PublishShownAt(logins.back()->transcript);
  }
  trial.JudgeTable(own);
  for (size_t i = 0; i < paths.size(); ++i) {
    const auto& login = logins[i];
    IEC_CONTROL(login.ok() && login->granted,
                paths[i].name + ": the right password opens a session",
                login.ok() ? login->detail : login.error().message);
  }
  trial.LogIn(paths, lock_after, window);
}

}  // namespace iec
