// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/change.h"
#include "lib/dut/login_session.h"
#include "lib/dut/own_service.h"
#include "lib/dut/people.h"
#include "lib/dut/sudo_rules.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/powers.h"
#include "lib/testcase/sudo_grants.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using std::chrono::seconds;

constexpr char kEverybody[] = "everybody";
// In which su asks or not, on a slow device.
constexpr int kWaits = 6;
// Each of them runs anything.
const std::vector<std::vector<std::string>> kShells = {
    {"sh"}, {"bash"}, {"env"}, {"python3"}, {"perl"}};

// Groups and their powers; everybody's are each group's as well.
using Matrix = std::map<std::string, std::set<std::string>>;

Result<Matrix> ParseMatrix(const std::vector<std::string>& lines) {
  Matrix matrix = {{kEverybody, {}}};
  const auto known = AllPowers();
  for (const std::string& line : lines) {
    const auto words = Split(line, ' ');
    if (words.size() != 2 ||
        std::find(known.begin(), known.end(), words[1]) == known.end()) {
      return Error{"authorization.roles: '" + Printable(line) +
                   "' is no group and power" +
                   (words.size() == 2 ? DidYouMean(words[1], known) : "")};
    }
    matrix[words[0]].insert(words[1]);
  }
  for (auto& [group, powers] : matrix) {
    powers.insert(matrix[kEverybody].begin(), matrix[kEverybody].end());
  }
  return matrix;
}

// What the sessions of this test try their powers on.
struct Canaries {
  const Account* neighbour = nullptr;
  std::string service;  // of root's
  PowerTargets targets;
};

class RoleTrial {
 public:
  RoleTrial(const LoginPath& path, const std::string& group,
            const std::set<std::string>& may, Account& account)
      : path_(path),
        who_(group == kEverybody ? "an ordinary user" : "one of " + group),
        may_(may),
        account_(account) {}

  // In the session, where a program is needed. With others beside it.
  void Act(const Canaries& canaries) {
    auto login = OpenLogin::Start(path_, account_.Attempt(account_.password));
    const bool open = login.ok() && login->outcome().granted;
    if (!Control(
            open, Text("logs in with the right password"),
            login.ok() ? login->outcome().detail : login.error().message) ||
        !Expect(login->outcome().uid == account_.uid,
                Text("has a session of an own user id"),
                login->outcome().detail)) {
      return;
    }
    const std::string mark = Hex(RandomBytes(8));
    const auto said = login->Execute(
        fmt::format("echo {} >own && read it <own && echo of-$it; systemctl "
                    "--no-ask-password try-restart {} && echo "
                    "has-\"\"restarted",
                    mark, canaries.service),
        seconds(60));
    const bool own = said.ok() && said->find("of-" + mark) != std::string::npos;
    auto who = CredentialsIn(*login);
    if (!Control(own && who.ok(), Text("may read and write an own file"),
                 !said.ok() ? said.error().message
                 : !own     ? Printable(*said)
                 : who.ok() ? "it does"
                            : who.error().message)) {
      return;
    }
    if (said->find("has-restarted") != std::string::npos) {
      powers_[kControlServices] = canaries.service + " was restarted";
    }
    credentials_ = *std::move(who);
    BecomeBySudo(*login);
    if (may_.contains(kBecomeRoot)) return;
    ActByRule();
    BecomeOthers(*login, *canaries.neighbour);
  }

  // With the credentials of the session. Without others beside it.
  void AskKernel(const Canaries& canaries) {
    if (!credentials_) return;
    auto powers = PowersOf(*credentials_, canaries.targets);
    if (!powers.ok()) return Obstacle(Text(powers.error().message));
    powers_.merge(*powers);
    asked_ = true;
  }

  void Judge() const {
    if (!asked_) return;
    const std::string self = Describe(*credentials_);
    for (const std::string& power : AllPowers()) {
      const auto granted = powers_.find(power);
      const bool has = granted != powers_.end();
      const bool may = may_.contains(power);
      Expect(has == may, Text((may ? "may " : "may not ") + power),
             fmt::format("{}: {}", self, has ? granted->second : "refused"));
    }
  }

 private:
  std::string Text(const std::string& what) const {
    return fmt::format("{}: {} {}", path_.name, who_, what);
  }

  // All that the user knows is answered to what is asked.
  void Become(OpenLogin& login, const std::string& command, uid_t uid,
              const char* power) {
    if (!FindProgram(command.substr(0, command.find(' '))).ok()) return;
    const auto said = login.ExecuteAnswering(
        command, account_.Attempt(account_.password), seconds(90));
    if (!said.ok()) {
      return Obstacle(
          Text(fmt::format("{}: {}", command, said.error().message)));
    }
    if (ParseUid(*said) == uid) {
      powers_[power] = fmt::format("{}: user id {}", command, uid);
    }
  }
  void BecomeBySudo(OpenLogin& login) {
    Become(login, "sudo -k id -u", 0, kBecomeRoot);
    // A rule may leave out just that one.
    const auto shells = AllowedBySudo(account_.name, kShells);
    if (!shells.ok()) return Obstacle(Text(shells.error().message));
    if (!shells->empty() && !powers_.contains(kBecomeRoot)) {
      powers_[kBecomeRoot] = "sudo lets them run " + Join(*shells, ", ");
    }
  }
  void ActByRule() {
    std::vector<std::vector<std::string>> commands;
    for (const PowerByRule& rule : PowersByRule()) {
      commands.push_back(Split(rule.command, ' '));
    }
    const auto allowed = AllowedBySudo(account_.name, commands);
    if (!allowed.ok()) return Obstacle(Text(allowed.error().message));
    for (const std::string& command : *allowed) {
      for (const PowerByRule& rule : PowersByRule()) {
        if (command.ends_with(std::string("/") + rule.command)) {
          powers_[rule.power] = "sudo lets them run " + command;
        }
      }
    }
  }
  // Whoever may become root may this as well. With a password that is not the
  // neighbour's.
  void BecomeOthers(OpenLogin& login, const Account& neighbour) {
    Become(login, fmt::format("sudo -k -u {} id -u", neighbour.name),
           neighbour.uid, kBecomeOthers);
    Become(login, fmt::format("su {} -c 'id -u'", neighbour.name),
           neighbour.uid, kBecomeOthers);
    if (!FindProgram("su").ok()) return;
    // Root is given no answer, as failures lock out whoever is named in them:
    // su is ended while it waits for one. The end of its input would be one,
    // so that comes later by far.
    // A login may have PAM rules of its own.
    for (const std::string su :
         {"su root -c 'id -u'", "su - root -c 'id -u'"}) {
      const auto said =
          login.Execute(fmt::format("sleep {} | timeout -s KILL {} {}",
                                    2 * kWaits, kWaits, su),
                        seconds(60));
      if (!said.ok()) return Obstacle(Text(said.error().message));
      if (ParseUid(*said) == 0U) powers_[kBecomeRoot] = su + ": user id 0";
    }
  }

  const LoginPath& path_;
  const std::string who_;
  const std::set<std::string>& may_;
  Account& account_;
  std::optional<Credentials> credentials_;
  std::map<std::string, std::string> powers_;
  bool asked_ = false;
};

// Rules of sudo that nothing declares. What everybody may is told once.
class RuleTrial {
 public:
  explicit RuleTrial(SudoGrants grants) : grants_(std::move(grants)) {}

  void Judge(const std::string& who, const std::string& user,
             const std::vector<std::string>& groups) {
    if (grants_.MakeRoot(groups)) return;
    const auto listing = SudoListing(user);
    if (!listing.ok()) return Obstacle(listing.error().message);
    auto more = grants_.Undeclared(SudoRulesIn(*listing, user), user, groups);
    if (groups == std::vector<std::string>{kEverybody}) {
      everybodys_.insert(more.begin(), more.end());
    } else {
      std::erase_if(more, [this](const std::string& rule) {
        return everybodys_.contains(rule);
      });
    }
    Expect(more.empty(), who + " has no rule of sudo beyond those declared",
           more.empty() ? "none" : Printable(Join(more, "; ")));
  }

  // Groups that no role names, each by a member, and all accounts, services
  // among them: nobody need log in to be asked about.
  Status JudgeOthers(Dut& dut, const Matrix& matrix) {
    IEC_ASSIGN_OR_RETURN(const PasswdDb accounts, AllAccounts());
    for (const std::string& group : GroupsWithRules(accounts)) {
      if (matrix.contains(group) || grants_.MakeRoot({group})) continue;
      AccountOptions options;
      options.groups = {group};
      options.second_factor = false;
      IEC_ASSIGN_OR_RETURN(const Account member,
                           dut.accounts().CreateTemporary(options));
      Judge("one of " + group, member.name, {group});
    }
    for (const User& user : accounts.AllUsers()) {
      if (user.uid != 0 && !IsTemporaryName(user.name)) {
        Judge(user.name, user.name, GroupsOf(user, accounts));
      }
    }
    return {};
  }

 private:
  const SudoGrants grants_;
  std::set<std::string> everybodys_;
};

// The neighbour writes it as people do, with what umask the device gives.
Result<std::string> WriteLetter(const LoginPath& path, Account& neighbour) {
  const std::string name = "letter-" + Hex(RandomBytes(4));
  IEC_ASSIGN_OR_RETURN(
      OpenLogin login,
      OpenLogin::Start(path, neighbour.Attempt(neighbour.password)));
  IEC_ASSIGN_OR_RETURN(const std::string said,
                       login.Execute("echo private >" + name, seconds(30)));
  const std::string letter = neighbour.home + "/" + name;
  if (!Exists(letter)) return Error{"no letter: " + Printable(said)};
  return letter;
}

}  // namespace

IEC_TEST_CASE(
    CR_2_1, the_matrix_of_roles_holds, .plan = "CR2.1.t1",
    .title = "Each role can do what it is declared to, and nothing else",
    .tried =
        "On each declared interface an ordinary temporary user, and one of "
        "each group that the profile gives powers, logs in and tries them "
        "all: sudo with all that the user knows, as root and as another user, "
        "and its rules for single programs; "
        "a service; su to root, as a login too, and to another user; and, with "
        "the credentials that the session has, what "
        "configuration can be written, which secrets, disks, raw devices, logs "
        "and files "
        "of others be read, and requests to the kernel (mount, clock, modules, "
        "network, restart, processes of others) that change nothing. sudo is "
        "asked for all rules of these, of a member of each other group that "
        "its files speak of, and of each account of the device, whenever and "
        "as whomever they hold.",
    .passes_when =
        "Each power is there exactly where authorization.roles gives it, on "
        "every interface; every user may use an own file. Of the rules of "
        "sudo, each is in authorization.commands or is what a declared power "
        "stands for, but for those who may be root.",
    .not_covered =
        "Roles inside the product's applications and protocols; what a "
        "declared command of sudo does; rules of sudo from a directory for "
        "groups alone; file systems that the sessions alone see.",
    .remedy =
        "The message names interface, role, power and the credentials of the "
        "session. Look at sudo -l -U, the groups that pam_group or sshd "
        "add, modes and access lists of the files named; or declare the power "
        "in authorization.roles, a rule of sudo in authorization.commands.",
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"authorization.roles", "authorization.commands",
                   "authorization.administrators", "filesystem.devices",
                   "audit.configuration_files", "audit.protected_files",
                   "audit.log_files"},
    .supersedes = {"TC_CR2.1_1"}, .timeout = std::chrono::seconds(400)) {
  IEC_OBTAIN(const auto lines, dut.profile().List("authorization.roles"));
  IEC_OBTAIN(const Matrix matrix, ParseMatrix(lines));
  IEC_OBTAIN(const auto grants, SudoGrants::From(dut.profile()));
  IEC_OBTAIN(auto neighbour, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), neighbour.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  // A user for each role and interface: limits of sessions count by user.
  std::deque<Account> accounts;
  for (const auto& [group, powers] : matrix) {
    AccountOptions options;
    if (group != kEverybody) options.groups = {group};
    IEC_OBTAIN(auto some, dut.accounts().CreateSeveral(paths.size(), options));
    std::move(some.begin(), some.end(), std::back_inserter(accounts));
  }
  Canaries canaries;
  canaries.neighbour = &neighbour;
  IEC_OBTAIN(canaries.targets, TargetsOf(dut.profile()));
  IEC_OBTAIN(const OwnService service, StartOwnService(dut));
  canaries.service = service.unit;
  // The umask may be another one on each of them.
  for (const LoginPath& path : paths) {
    IEC_OBTAIN(const auto letter, WriteLetter(path, neighbour));
    canaries.targets.homes.push_back(letter);
  }
  Command sleep{{"sleep", "600"}};
  sleep.run_as = Identity{neighbour.uid, neighbour.gid, {}};
  IEC_OBTAIN(auto victim, BackgroundProcess::Start(sleep));
  const Status watched = WatchProcess(dut.undo(), victim.pid());
  IEC_CONTROL(watched.ok(), "the process can be watched",
              watched.ok() ? "it is" : watched.error().message);
  canaries.targets.other = victim.pid();

  std::deque<RoleTrial> trials;
  for (const auto& [group, powers] : matrix) {
    for (const LoginPath& path : paths) {
      trials.emplace_back(path, group, powers, accounts[trials.size()]);
    }
  }
  InParallel(trials.size(), [&](size_t i) { trials[i].Act(canaries); });
  for (RoleTrial& trial : trials) {
    trial.AskKernel(canaries);
    trial.Judge();
  }
  RuleTrial rules(grants);
  rules.Judge("an ordinary user", neighbour.name, {kEverybody});
  size_t at = 0;
  for (const auto& [group, powers] : matrix) {
    if (group != kEverybody) {
      rules.Judge("one of " + group, accounts[at].name, {group});
    }
    at += paths.size();
  }
  const Status others = rules.JudgeOthers(dut, matrix);
  if (!others.ok()) Obstacle(others.error().message);
}

}  // namespace iec
