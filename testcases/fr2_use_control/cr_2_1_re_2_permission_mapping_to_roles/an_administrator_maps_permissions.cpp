// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fnmatch.h>

#include <deque>
#include <utility>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/change.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/login_session.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/process.h"
#include "lib/dut/pty.h"
#include "lib/dut/sudo_rules.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using std::chrono::seconds;

// Only root may read these; the first one is what gets mapped.
struct Secrets {
  std::string mapped_file;
  std::string mapped;
  std::string other_file;
  std::string other;
};

Result<Secrets> PlaceSecrets(Dut& dut) {
  IEC_ASSIGN_OR_RETURN(const std::string directory, dut.TemporaryDirectory());
  const Secrets secrets = {directory + "/mapped", Hex(RandomBytes(12)),
                           directory + "/other", Hex(RandomBytes(12))};
  IEC_RETURN_IF_ERROR(
      MakeFile(dut.undo(), secrets.mapped_file, secrets.mapped + "\n", 0600));
  IEC_RETURN_IF_ERROR(
      MakeFile(dut.undo(), secrets.other_file, secrets.other + "\n", 0600));
  return secrets;
}

// sudo answers no question about sudoedit, but lists it: "(root) sudoedit
// /etc/hosts, /usr/bin/id".
bool EditsBySudo(const std::string& user, const std::string& file) {
  constexpr std::string_view kWord = "sudoedit";
  // On a terminal: requiretty holds for questions as well.
  auto pty = Pty::Start({{"sudo", "-n", "-l", "-U", user}});
  if (!pty.ok() || !pty->WaitForExit(seconds(60))) return false;
  for (const std::string& line : Split(PlainText(pty->transcript()), '\n')) {
    const size_t at = line.find(kWord);
    if (at == std::string::npos || (at > 0 && line[at - 1] == '!')) continue;
    const std::string rest = line.substr(at + kWord.size());
    const std::string files(Trim(rest.substr(0, rest.find(','))));
    if (files.empty()) return true;
    for (const std::string& pattern : Split(files, ' ')) {
      if (fnmatch(pattern.c_str(), file.c_str(), FNM_PATHNAME) == 0) {
        return true;
      }
    }
  }
  return false;
}

struct People {
  Account administrator;
  Account member;
  Account stranger;
  std::string role;  // a group of the member's alone: "%name"
};

class MappingTrial {
 public:
  MappingTrial(const LoginPath& path, People& people, const Secrets& secrets,
               std::string drop_in, std::string foreign)
      : path_(path),
        people_(people),
        secrets_(secrets),
        drop_in_(std::move(drop_in)),
        foreign_(std::move(foreign)) {}

  void Try() {
    auto administrator = LogIn(people_.administrator);
    auto member = LogIn(people_.member);
    auto stranger = LogIn(people_.stranger);
    if (!administrator || !member || !stranger) return;
    Uses(*member, people_.member, "before it is mapped, the role", false);
    if (!Expect(
            Map(*administrator, people_.administrator, drop_in_, people_.role),
            Text("an administrator maps a permission to a role"), said_)) {
      return;
    }
    Uses(*member, people_.member, "once it is mapped, the role", true);
    Uses(*stranger, people_.stranger, "once it is mapped, somebody else",
         false);
    for (auto* login : {&*stranger, &*member}) {
      Account& who = login == &*stranger ? people_.stranger : people_.member;
      Expect(!Map(*login, who, foreign_, who.name),
             Text(fmt::format("{} maps nothing", login == &*stranger
                                                     ? "somebody else"
                                                     : "the role itself")),
             said_);
      ExpectNoOtherWay(
          who, login == &*stranger ? "somebody else" : "the role itself");
    }
    if (!Expect(Map(*administrator, people_.administrator, drop_in_, ""),
                Text("an administrator takes the permission back"), said_)) {
      return;
    }
    Uses(*member, people_.member, "once it is taken back, the role", false);
  }

 private:
  std::string Text(std::string_view what) const {
    return fmt::format("{}: {}", path_.name, what);
  }

  std::optional<OpenLogin> LogIn(Account& account) const {
    auto login = OpenLogin::Start(path_, account.Attempt(account.password));
    const bool open = login.ok() && login->outcome().granted;
    if (!Control(
            open, Text("the right password opens a session"),
            login.ok() ? login->outcome().detail : login.error().message)) {
      return std::nullopt;
    }
    return std::move(*login);
  }

  std::string Do(OpenLogin& login, Account& who, const std::string& command) {
    const auto said =
        login.ExecuteAnswering(command, who.Attempt(who.password), seconds(90));
    if (!said.ok()) Obstacle(Text(said.error().message));
    return said.ok() ? *said : "";
  }

  // Has `role`, or nobody where it is empty, read the mapped file. Whether the
  // device's rules say so then.
  bool Map(OpenLogin& login, Account& who, const std::string& file,
           const std::string& role) {
    const std::string rule =
        role.empty() ? ""
                     : fmt::format("{} ALL=(root) NOPASSWD: /usr/bin/cat {}",
                                   role, secrets_.mapped_file);
    said_ = Printable(
        Do(login, who,
           fmt::format("echo '{}' | sudo -k tee {} >/dev/null", rule, file)));
    const auto bytes = ReadFile(file);
    if (Trim(said_).empty()) {
      said_ = bytes.ok() ? fmt::format(
                               "nothing is said, and {} bytes are in "
                               "the file of the rule",
                               bytes->size())
                         : bytes.error().message;
    }
    return bytes.ok() && *bytes == rule + "\n";
  }

  // Asked and not tried: each would write the rules of the device.
  void ExpectNoOtherWay(const Account& who, const std::string& name) {
    const std::string& rule = foreign_;
    const std::string own = who.home + "/rule";
    const auto allowed = AllowedBySudo(who.name, {{"visudo"},
                                                  {"visudo", "-f", rule},
                                                  {"cp", own, rule},
                                                  {"mv", own, rule},
                                                  {"install", own, rule},
                                                  {"ln", "-f", own, rule},
                                                  {"dd", "of=" + rule},
                                                  {"sed", "-i", "s/a/b/", rule},
                                                  {"chown", who.name, rule},
                                                  {"vi", rule},
                                                  {"vim", rule},
                                                  {"nano", rule},
                                                  {"sh"},
                                                  {"bash"},
                                                  {"env"},
                                                  {"python3"}});
    if (!allowed.ok()) return Obstacle(Text(allowed.error().message));
    std::vector<std::string> ways = *allowed;
    if (EditsBySudo(who.name, rule)) ways.push_back("sudoedit " + rule);
    Expect(ways.empty(), Text(name + " may write rules in no other way"),
           ways.empty() ? "sudo allows nothing of that kind"
                        : "sudo allows " + Join(ways, ", "));
  }

  // Exactly what is mapped, or nothing.
  void Uses(OpenLogin& login, Account& who, const std::string& name,
            bool mapped) {
    const std::string said =
        Do(login, who,
           fmt::format("sudo -n /usr/bin/cat {}; sudo -n /usr/bin/cat {}; "
                       "sudo -n id -u",
                       secrets_.mapped_file, secrets_.other_file));
    const bool reads = said.find(secrets_.mapped) != std::string::npos;
    Expect(reads == mapped,
           Text(name + (mapped ? " has the permission"
                               : " does not have the permission")),
           reads ? "the file was read" : "it says: " + Printable(said));
    const bool more =
        said.find(secrets_.other) != std::string::npos || ParseUid(said) == 0U;
    Expect(!more, Text(name + " has no other one"),
           more ? "another file was read, or root's id shown"
                : "everything else is refused");
  }

  const LoginPath& path_;
  People& people_;
  const Secrets& secrets_;
  const std::string drop_in_;
  const std::string foreign_;
  std::string said_;
};

Result<People> Invite(Dut& dut, const std::string& group) {
  AccountOptions options;
  options.groups = {group};
  IEC_ASSIGN_OR_RETURN(Account administrator,
                       dut.accounts().CreateTemporary(options));
  IEC_ASSIGN_OR_RETURN(auto two, dut.accounts().CreateSeveral(2));
  People people{std::move(administrator), std::move(two[0]), std::move(two[1]),
                ""};
  IEC_ASSIGN_OR_RETURN(const PasswdDb db, PasswdDb::Load());
  const Group* own = db.FindGid(people.member.gid);
  people.role = own != nullptr && people.member.gid != people.stranger.gid
                    ? "%" + own->name
                    : people.member.name;
  return people;
}

}  // namespace

IEC_TEST_CASE(
    CR_2_1_RE_2, an_administrator_maps_permissions, .plan = "CR2.1RE2.t1",
    .title = "An administrator, and nobody else, maps permissions to roles",
    .tried =
        "On each declared interface one of the administrators' group maps, "
        "with sudo and both factors, a harmless permission (root's reading of "
        "one file of the test's) to a role: a rule in the device's directory "
        "of rules. A member of the role, and somebody else, try it before "
        "and after, and to map it themselves, which sudo is also asked about "
        "for "
        "other programs that write files; then it is taken back.",
    .passes_when =
        "The member has exactly that permission from the mapping to its end; "
        "nobody else has it, and neither of them can map anything.",
    .not_covered =
        "Roles inside the product's applications; devices that map by other "
        "means than rules of sudo.",
    .remedy =
        "Keep @includedir in /etc/sudoers and the directory root's alone; let "
        "no rule give people outside of the administrators' group a program "
        "that writes files (tee, cp, editors). Where there is no sudo, waive "
        "the test with evidence of how permissions are mapped.",
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"authorization.administrators",
                   "authorization.rules_directory"},
    .timeout = std::chrono::seconds(400)) {
  IEC_OBTAIN(const auto group,
             dut.profile().Text("authorization.administrators"));
  IEC_OBTAIN(const auto directory,
             dut.profile().Text("authorization.rules_directory"));
  IEC_OBTAIN(const auto sudo, FindProgram("sudo"));
  Note("mapped with " + sudo);
  IEC_OBTAIN(const Secrets secrets, PlaceSecrets(dut));
  IEC_OBTAIN(const auto asking,
             dut.accounts().CreateTemporary({.second_factor = false}));
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), asking.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  std::deque<People> people;
  std::deque<MappingTrial> trials;
  for (const LoginPath& path : paths) {
    IEC_OBTAIN(auto invited, Invite(dut, group));
    people.push_back(std::move(invited));
    // Empty rules, so that only their content is left to be written. A name
    // with a dot would be passed over.
    std::string files[2];
    for (std::string& file : files) {
      file = fmt::format("{}/iec-{}", directory, Hex(RandomBytes(8)));
      const Status made = MakeFile(dut.undo(), file, "", 0440);
      IEC_CONTROL(made.ok(), "an empty rule can be made",
                  made.ok() ? file : made.error().message);
    }
    trials.emplace_back(path, people.back(), secrets, files[0], files[1]);
  }
  InParallel(trials.size(), [&](size_t i) { trials[i].Try(); });
}

}  // namespace iec
