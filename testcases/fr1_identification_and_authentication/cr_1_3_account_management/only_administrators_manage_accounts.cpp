// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_names.h"
#include "lib/dut/login.h"
#include "lib/dut/login_prompt.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kCommand{60'000};
constexpr const char* kFiles[] = {"/etc/passwd", "/etc/shadow", "/etc/group",
                                  "/etc/gshadow"};

struct Trial {
  std::string what;
  std::string command;
};

// `name` is nobody's, `other` another temporary user's: whatever succeeds
// although it must not is undone.
std::vector<Trial> Trials(const std::string& name, const Account& self,
                          const Account& other) {
  const std::vector<std::vector<std::string>> commands = {
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
  };
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

// Files that everybody may write. The tools that create users give them back
// their modes, so this is asked before there are any.
std::string WritableByEverybody() {
  std::string found;
  for (const char* file : kFiles) {
    struct stat info {};
    if (stat(file, &info) == 0 && (info.st_mode & S_IWOTH) != 0) {
      found += fmt::format("{} ", file);
    }
  }
  return found;
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
        "on another temporary user, and opens the account files for writing.",
    .passes_when =
        "All of it is refused in each session, and the account files have the "
        "bytes that they had before.",
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
  const std::string open = WritableByEverybody();
  Expect(open.empty(), "a user without any rights manages no accounts by hand",
         open.empty() ? "the account files are root's to write"
                      : "everybody may write " + open);
  IEC_OBTAIN(const auto other, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), other.name));
  IEC_CONTROL(!paths.empty(), "the profile declares a way in for people",
              "neither a console nor SSH is declared");
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(paths.size()));
  std::vector<std::string> names;
  for (size_t i = 0; i < paths.size(); ++i) {
    IEC_OBTAIN(names.emplace_back(), ReserveNewName(dut.undo()));
  }
  const std::string before = DigestOfFiles();
  InParallel(paths.size(), [&](size_t i) {
    TryAll(paths[i], accounts[i], Trials(names[i], accounts[i], other));
  });
  const bool same = DigestOfFiles() == before;
  Expect(same, "the account files are what they were",
         same ? "so they are" : "their bytes have changed");
}

}  // namespace iec
