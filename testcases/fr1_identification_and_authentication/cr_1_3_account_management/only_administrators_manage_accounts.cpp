// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_names.h"
#include "lib/dut/login.h"
#include "lib/dut/login_prompt.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/root_only.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kCommand{60'000};
constexpr const char* kFiles[] = {"/etc/passwd", "/etc/shadow", "/etc/group",
                                  "/etc/gshadow"};
// Who may write these manages accounts as well; "new" is what might be added.
constexpr const char* kDeciding[] = {
    "/etc/subuid",          "/etc/subgid",        "/etc/login.defs",
    "/etc/default/useradd", "/etc/nsswitch.conf", "/etc/security/opasswd",
    "/etc/pam.d/new",       "/etc/sudoers",       "/etc/sudoers.d/new"};

struct Trial {
  std::string what;
  std::string command;
};

using Commands = std::vector<std::vector<std::string>>;

// `name` is nobody's, `other` another temporary user's: whatever succeeds
// although it must not is undone.
Commands CommandsOf(const std::string& name, const Account& self,
                    const Account& other) {
  return {
      {"useradd", "--no-create-home", name},
      {"groupadd", name},
      {"usermod", "--shell", "/bin/false", other.name},
      {"usermod", "--lock", other.name},
      {"usermod", "--append", "--groups", "root", self.name},
      {"gpasswd", "--add", self.name, "root"},
      {"chage", "--expiredate", "1", other.name},
      {"passwd", "--delete", other.name},
      {"chsh", "--shell", "/bin/sh", other.name},
      {"chfn", "--room", "1", other.name},
      {"userdel", other.name},
      {"groupmod", "--new-name", name, other.name},
      {"groupdel", other.name},
  };
}

std::vector<Trial> Trials(const Commands& commands) {
  std::vector<Trial> trials;
  for (const auto& words : commands) {
    const auto program = FindProgram(words[0]);
    if (!program.ok()) continue;
    std::string command = *program;
    for (size_t i = 1; i < words.size(); ++i) command += " " + words[i];
    const std::string what = words[0] + " " + words[1];
    trials.push_back({what, command});
    for (const char* elevation : {"sudo", "doas"}) {
      const auto path = FindProgram(elevation);
      if (!path.ok()) continue;
      trials.push_back({fmt::format("{} {}", elevation, what),
                        fmt::format("{} -n {}", *path, command)});
    }
  }
  for (const char* file : kFiles) {
    // Opens it for writing, and writes nothing.
    trials.push_back({fmt::format("writing to {}", file),
                      fmt::format("sh -c ': >>{}'", file)});
  }
  // Whoever may write there puts other files in their place.
  trials.push_back({"writing to /etc", "test -w /etc"});
  return trials;
}

std::string DigestOfFiles() {
  std::string all;
  for (const char* file : kFiles) {
    const auto digest = Sha256HexOfFile(file);
    all += digest.ok() ? *digest : "absent";
  }
  return all;
}

// Files that others may write, by their mode or an access list, whose mask
// stands in the group's place there. The tools that create users make the files
// anew, so this is asked before there are any.
std::string WritableByOthers() {
  std::string found;
  for (const char* file : kFiles) {
    struct stat info {};
    if (stat(file, &info) != 0) continue;  // read by who wants to log in
    const bool lists =
        getxattr(file, "system.posix_acl_access", nullptr, 0) > 0;
    const bool group =
        (info.st_mode & S_IWGRP) != 0 && (info.st_gid != 0 || lists);
    if (info.st_uid != 0 || group || (info.st_mode & S_IWOTH) != 0) {
      found += fmt::format("{} (uid {}, gid {}, mode {:o}{}) ", file,
                           info.st_uid, info.st_gid, info.st_mode & 07777,
                           lists ? ", an access list" : "");
    }
  }
  return found;
}

// Whatever proof sudo may ask for: what the user is allowed there.
void JudgeSudo(const Account& self, Commands commands) {
  if (!FindProgram("sudo").ok()) return;
  IEC_OBTAIN(const Outcome list, Run({{"sudo", "-l", "-U", self.name}}));
  std::string granted;
  if (list.out.find("not allowed to run sudo") == std::string::npos) {
    // Further ways to the same files.
    commands.insert(
        commands.end(),
        {{"chpasswd"}, {"newusers"}, {"vipw"}, {"visudo"}, {"/bin/sh"}});
    for (const auto& words : commands) {
      const auto program = FindProgram(words[0]);
      if (!program.ok()) continue;
      Command command{{"sudo", "-l", "-U", self.name, *program}};
      command.argv.insert(command.argv.end(), words.begin() + 1, words.end());
      IEC_OBTAIN(const Outcome asked, Run(command));
      if (asked.Succeeded()) granted += words[0] + " ";
    }
  }
  Expect(granted.empty(),
         "sudo lets a user without any rights manage no accounts, whatever "
         "proof it asks for",
         granted.empty() ? Printable(list.out, 200) : granted);
}

// In one command line: as many as there are, and each tells how it ended.
void TryAll(const LoginPath& path, Account& self,
            const std::vector<Trial>& trials) {
  auto login = OpenLogin::Start(path, self.Attempt(self.password));
  if (!login.ok()) {
    Obstacle(login.error().message);
    return;
  }
  if (!Control(login->outcome().granted && login->outcome().uid == self.uid,
               path.name + ": a user without any rights can log in",
               login->outcome().detail)) {
    return;
  }
  std::vector<std::string> allowed;
  size_t answered = 0;
  constexpr size_t kInOneLine = 5;
  for (size_t begin = 0; begin < trials.size(); begin += kInOneLine) {
    const size_t end = std::min(begin + kInOneLine, trials.size());
    std::string line;
    for (size_t i = begin; i < end; ++i) {
      line += fmt::format("{} </dev/null >/dev/null 2>&1; echo trial{}=$?; ",
                          trials[i].command, i);
    }
    const auto said = login->Execute(line + "true", kCommand);
    if (!said.ok()) {
      Obstacle(path.name + ": " + said.error().message);
      return;
    }
    const std::string text = PlainText(*said);
    for (size_t i = begin; i < end; ++i) {
      const std::string answer = fmt::format("trial{}=", i);
      // Behind what the terminal echoes, where "$?" stands.
      const size_t at = text.rfind(answer);
      if (at == std::string::npos) continue;
      const std::string status = text.substr(at + answer.size(), 3);
      if (status.empty() || status[0] < '0' || status[0] > '9') continue;
      ++answered;
      if (status[0] == '0') allowed.push_back(trials[i].what);
    }
  }
  IEC_CONTROL(answered == trials.size(),
              path.name + ": each command tells how it ended",
              fmt::format("{} of {}", answered, trials.size()));
  Expect(allowed.empty(),
         path.name + ": a user without any rights manages no accounts",
         allowed.empty() ? fmt::format("{} commands refused", trials.size())
                         : "succeeded: " + Join(allowed, ", "));
}

}  // namespace

IEC_TEST_CASE(
    CR_1_3, only_administrators_manage_accounts, .plan = "CR1.3.t2",
    .title = "Only administrators create, change and take away accounts",
    .tried =
        "A temporary user who has been granted nothing logs in on each "
        "declared interface and runs there the tools that create, change and "
        "take away accounts and groups, with sudo and without, on itself and "
        "on another temporary user, and opens the account files for writing. "
        "sudo is asked what it would let the user do with a proof. Each "
        "account of the device tries to write those files and what decides "
        "about accounts (rules of sudo, PAM, defaults).",
    .passes_when =
        "All of it is refused in each session, only root can write the files, "
        "and the account files have the bytes that they had before.",
    .not_covered =
        "The product's own screens for accounts; people who have been granted "
        "something else than accounts.",
    .remedy =
        "Take the set-user-ID bit, the capability, the sudo rule or the group "
        "(also those that pam_group gives on one interface, by "
        "/etc/security/group.conf) away that lets the command named succeed.",
    .needs = {Capability::kPassword},
    // Nobody else may change the account files meanwhile.
    .uses = {Resource::kAccounts},
    .shares = {Resource::kSshLogin, Resource::kConsoleLogin},
    .timeout = std::chrono::seconds(300)) {
  const std::string open = WritableByOthers();
  Expect(open.empty(), "a user without any rights manages no accounts by hand",
         open.empty() ? "the account files are root's to write"
                      : "others may write " + open);
  std::vector<std::string> guarded(std::begin(kFiles), std::end(kFiles));
  guarded.insert(guarded.end(), std::begin(kDeciding), std::end(kDeciding));
  ExpectOnlyRootChanges(
      dut, "what decides about accounts can be changed by root only", guarded,
      {});
  IEC_OBTAIN(const auto other, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), other.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(paths.size()));
  std::vector<std::string> names;
  for (size_t i = 0; i < paths.size(); ++i) {
    IEC_OBTAIN(names.emplace_back(), ReserveNewName(dut.undo()));
  }
  const std::string before = DigestOfFiles();
  InParallel(paths.size(), [&](size_t i) {
    TryAll(paths[i], accounts[i],
           Trials(CommandsOf(names[i], accounts[i], other)));
  });
  JudgeSudo(accounts.front(),
            CommandsOf(names.front(), accounts.front(), other));
  const bool same = DigestOfFiles() == before;
  Expect(same, "the account files are what they were",
         same ? "so they are" : "their bytes have changed");
}

}  // namespace iec
