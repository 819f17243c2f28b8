// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/before_secret.h"
#include "lib/dut/change.h"
#include "lib/dut/notice_files.h"
#include "lib/testcase/check.h"
#include "lib/testcase/root_only.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

bool Holds(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// One more line for each of the files.
Status AddLine(Dut& dut, std::vector<std::string> files,
               const std::string& line) {
  const std::string issue = "/etc/issue";
  if (!Exists(issue)) {
    IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), issue, line + "\n", 0644));
  }
  // Made anew at each start.
  std::erase_if(
      files, [](const std::string& path) { return path.starts_with("/run/"); });
  for (const std::string& path : files) {
    IEC_ASSIGN_OR_RETURN(std::string text, ReadFile(path));
    if (!text.empty() && !text.ends_with('\n')) text += '\n';
    const Status changed = ChangeFile(dut.undo(), path, text + line + "\n");
    // Another one of them may be what is shown.
    if (!changed.ok()) Note("not changed: " + changed.error().message);
  }
  return {};
}

void Judge(const std::string& where, const std::string& shown,
           const std::string& line) {
  Expect(shown.find(line) != std::string::npos,
         where + ": a change of the notice of use shows",
         shown.empty() ? "nothing is shown" : Printable(shown));
}

void LookAgain(const HumanInterface& interface, const std::string& user,
               const std::string& line) {
  auto shown = ShownBySsh(interface, user, "none");
  if (shown.ok() && Holds(shown->methods, "keyboard-interactive") &&
      shown->text.find(line) == std::string::npos) {
    shown = ShownBySsh(interface, user, "keyboard-interactive");
  }
  IEC_CONTROL(shown.ok(), interface.name + ": the server answers a login",
              shown.ok() ? "it does" : shown.error().message);
  Judge(interface.name, shown->text, line);
}

}  // namespace

IEC_TEST_CASE(
    CR_1_12, only_root_changes_the_notice, .plan = "CR1.12.t2",
    .title = "Only root can change the notice of use, and a change shows",
    .tried =
        "Unprivileged processes (nobody, a new user, each account of the "
        "device) try to open the files of the notice for writing, those that "
        "decide which they are, and the directories on the way there. Root "
        "adds a line to each of the files; then each getty and SSH interface "
        "for people on site is asked for a login, up to the first question "
        "for a secret. The files are put back.",
    .passes_when =
        "No account but root (and those in notice.writers) can write, replace "
        "or add one of them, and the line shows on each interface.",
    .not_covered =
        "Displays and applications of the product; who may become root; a "
        "read-only file system whose notice another procedure changes.",
    .remedy =
        "chown root and chmod 0644 (setfacl -b) what the message names, and "
        "its directory 0755; let gettys show /etc/issue, and sshd the file "
        "that Banner names.",
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin, Resource::kFilesystem},
    .parameters = {"notice.writers"}, .timeout = std::chrono::seconds(180)) {
  std::vector<HumanInterface> interfaces = dut.profile().interfaces;
  std::erase_if(interfaces, [](const HumanInterface& interface) {
    return interface.kind == HumanInterface::Kind::kSsh && !interface.local;
  });
  if (interfaces.empty()) {
    NotApplicable("the profile declares no interface for people on site");
    return;
  }
  IEC_OBTAIN(const auto allowed, dut.profile().List("notice.writers"));
  const std::vector<Getty> gettys = Gettys();
  const NoticeFiles files = FindNoticeFiles(gettys);
  IEC_OBTAIN(const auto account,
             dut.accounts().CreateTemporary({.second_factor = false}));
  std::vector<std::string> guarded = files.shown;
  guarded.insert(guarded.end(), files.deciding.begin(), files.deciding.end());
  // How the gettys start is what they show.
  for (const char* unit :
       {"getty@", "serial-getty@", "console-getty", "container-getty@"}) {
    guarded.push_back(fmt::format("/etc/systemd/system/{}.service", unit));
    guarded.push_back(
        fmt::format("/etc/systemd/system/{}.service.d/new.conf", unit));
  }
  for (const Getty& getty : gettys) {
    if (getty.argv[0].starts_with('/')) guarded.push_back(getty.argv[0]);
  }
  ExpectOnlyRootChanges(dut, "the notice of use can be changed by root only",
                        guarded, allowed);

  const std::string line =
      "Change " + RandomFrom("abcdefghijklmnopqrstuvwxyz", 12) + " of today.";
  if (const Status added = AddLine(dut, files.shown, line); !added.ok()) {
    Obstacle(added.error().message);
    return;
  }
  bool console = false;
  for (const HumanInterface& interface : interfaces) {
    if (interface.kind == HumanInterface::Kind::kSsh) {
      LookAgain(interface, account.name, line);
    } else {
      console = true;
    }
  }
  if (!console) return;
  for (const Getty& getty : gettys) {
    const auto shown = ShownAtConsole(getty, account.name);
    const std::string where = "console by " + getty.name;
    IEC_CONTROL(shown.ok(), where + ": a getty asks for a name",
                shown.ok() ? "it does" : shown.error().message);
    Judge(where, *shown, line);
  }
}

}  // namespace iec
