// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/before_secret.h"
#include "lib/dut/notice.h"
#include "lib/dut/notice_files.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/sshd_settings.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

// Who is asked for over SSH: each is a connection.
constexpr size_t kMostPeople = 6;

struct Rules {
  std::vector<std::string> patterns;
  std::vector<std::string> names;   // of accounts
  std::vector<std::string> system;  // what would tell which system this is
  bool names_system = false;
};

// Those that a login can open a session for; the temporary account first. Not
// those of tests beside this one: what is asked may count against them.
std::vector<const User*> People(const PasswdDb& accounts,
                                const std::string& first) {
  std::vector<const User*> people = {accounts.FindUser(first)};
  for (const User& user : accounts.AllUsers()) {
    const std::string program = user.shell.substr(user.shell.rfind('/') + 1);
    const bool person = user.name != first && !IsTemporaryName(user.name) &&
                        (program.empty() || program.ends_with("sh"));
    if (person) people.push_back(&user);
  }
  return people;
}

void Judge(const std::string& where, const std::string& shown,
           const Rules& rules) {
  const auto missing = MissingFromNotice(shown, rules.patterns);
  if (!missing.ok()) {
    Obstacle("notice.patterns: " + missing.error().message);
    return;
  }
  const std::string said = shown.empty() ? "nothing" : Printable(shown);
  Expect(missing->empty(),
         "a notice of use is shown before any secret is asked for: " + where,
         missing->empty()
             ? said
             : "missing: " + Join(*missing, ", ") + "; shown: " + said);
  const std::string secret = SecretInNotice(shown, rules.names);
  Expect(secret.empty(), "the notice gives no secret away: " + where,
         secret.empty() ? "none found" : secret + " is in it");
  if (rules.names_system) return;
  const std::string name = NameInNotice(shown, rules.system);
  Expect(name.empty(),
         "the notice does not name the system or its version: " + where,
         name.empty() ? "it does not" : "it says " + Printable(name));
}

void JudgeFiles(const std::vector<Getty>& gettys) {
  std::vector<std::string> concealed;
  for (const std::string& path : FindNoticeFiles(gettys).shown) {
    const auto text = ReadFile(path);
    if (text.ok() && IsConcealed(*text)) concealed.push_back(path);
  }
  Expect(concealed.empty(), "no notice is concealed from who looks at it",
         concealed.empty() ? "none" : Join(concealed, ", "));
}

void JudgeConsole(const std::string& user, const Rules& rules) {
  for (const Getty& getty : Gettys()) {
    const auto shown = ShownAtConsole(getty, user);
    const std::string where = "console by " + getty.name;
    if (!Control(shown.ok(), "a getty asks for a name: " + where,
                 shown.ok() ? "it does" : shown.error().message)) {
      continue;
    }
    Judge(where, *shown, rules);
  }
}

void JudgeSsh(const HumanInterface& interface,
              const std::vector<const User*>& people, const Rules& rules) {
  for (size_t i = 0; i < people.size() && i < kMostPeople; ++i) {
    const std::string& user = people[i]->name;
    const auto shown = ShownBySsh(interface, user, "none");
    const std::string where =
        interface.name + " as " + (i == 0 ? "a user" : user);
    if (!Control(shown.ok(), "the server answers a login: " + where,
                 shown.ok() ? "it does" : shown.error().message)) {
      return;
    }
    const auto& methods = shown->methods;
    const bool asks = std::find(methods.begin(), methods.end(),
                                "keyboard-interactive") != methods.end();
    const bool only_asks = asks && methods.size() == 1;
    // Before a password or a key nothing else can be shown.
    if (!only_asks) Judge(where, shown->text, rules);
    if (!asks || (i > 0 && !only_asks)) continue;
    const auto questions = ShownBySsh(interface, user, "keyboard-interactive");
    if (!questions.ok()) {
      Obstacle(where + ": " + questions.error().message);
      continue;
    }
    Judge(where + " by keyboard-interactive", questions->text, rules);
  }
}

// Connections that cannot be made from here, as the server would treat them.
void JudgeSshElsewhere(const std::vector<const User*>& people,
                       const PasswdDb& accounts, const Rules& rules) {
  for (const std::string& config : SshdConfigFiles()) {
    for (const SshdSetting& setting : ReadSshdSettings(config)) {
      if (setting.keyword != "banner" || setting.match.empty()) continue;
      const std::string connection =
          ConnectionFor(setting.match, people, accounts);
      if (connection.empty()) {
        Note("no account of this device meets 'Match" + setting.match + "'");
        continue;
      }
      IEC_OBTAIN(const std::string file,
                 SshdValueFor(config, connection, "banner"));
      const auto text = ReadFile(file);
      Judge("ssh by the settings of 'Match" + setting.match + "'",
            text.ok() ? VisibleText(*text) : "", rules);
    }
  }
}

}  // namespace

IEC_TEST_CASE(
    CR_1_12, notice_comes_first, .plan = "CR1.12.t1",
    .title = "A notice of use is shown before anybody logs in",
    .tried =
        "Each getty of the device is started on a terminal of the test's own, "
        "with the device's options, and given a name; each SSH interface for "
        "people is asked for a login of each account with a shell. All that is "
        "shown before the first question for a secret is read. No secret is "
        "given. The files that it comes from are read for what makes a "
        "terminal hide or erase it.",
    .passes_when =
        "On each interface where people log in locally the text names whose "
        "system it is, that use is monitored, that unauthorised use is "
        "prohibited and that use means consent (or is what notice.patterns "
        "says), gives no secret away and does not name the system or its "
        "version.",
    .not_covered =
        "Graphical logins and applications of the product; notices in other "
        "languages without notice.patterns; whether the words hold in law. "
        "Match blocks of sshd for other places are evaluated by the server's "
        "own test mode, not seen over the network.",
    .remedy =
        "Put the notice into /etc/issue (console, without \\S, \\r and their "
        "like) and into the file that Banner of sshd_config names; start no "
        "getty with --noissue, and switch the Banner off for nobody. Declare "
        "an SSH interface that nobody uses on site with 'local: false'.",
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"notice.patterns", "notice.names_system"},
    .timeout = std::chrono::seconds(300)) {
  bool console = false;
  bool ssh = false;
  for (const HumanInterface& interface : dut.profile().interfaces) {
    const bool is_console = interface.kind == HumanInterface::Kind::kConsole;
    console = console || is_console;
    ssh = ssh || (!is_console && interface.local);
  }
  if (!console && !ssh) {
    NotApplicable("the profile declares no interface for people on site");
    return;
  }
  Rules rules;
  IEC_OBTAIN(rules.patterns, dut.profile().List("notice.patterns"));
  IEC_OBTAIN(rules.names_system, dut.profile().Flag("notice.names_system"));
  rules.system = SystemNames();
  IEC_OBTAIN(const auto account,
             dut.accounts().CreateTemporary({.second_factor = false}));
  IEC_OBTAIN(const auto accounts, PasswdDb::Load());
  const std::vector<const User*> people = People(accounts, account.name);
  for (const User* user : people) rules.names.push_back(user->name);

  JudgeFiles(console ? Gettys() : std::vector<Getty>());
  if (console) JudgeConsole(account.name, rules);
  for (const HumanInterface& interface : dut.profile().interfaces) {
    if (interface.kind != HumanInterface::Kind::kSsh) continue;
    if (interface.local) {
      JudgeSsh(interface, people, rules);
    } else {
      Note(interface.name + ": nobody uses it on site, so none is demanded");
    }
  }
  if (ssh) JudgeSshElsewhere(people, accounts, rules);
}

}  // namespace iec
