// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/digest.h"
#include "lib/dut/account_names.h"
#include "lib/dut/change.h"
#include "lib/dut/login.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/user_traces.h"
#include "lib/testcase/account_commands.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

constexpr int kMostAdded = 4;

// In a directory that outlives the user's home.
Result<std::string> LeaveFile(Dut& dut, const Account& account) {
  const std::string path = "/var/tmp/iec-" + Hex(RandomBytes(8));
  IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), path, "", 0600));
  if (lchown(path.c_str(), account.uid, account.gid) != 0) {
    return ErrnoError("giving away", path);
  }
  return path;
}

bool StillOwns(const std::string& path, uid_t uid) {
  struct stat info {};
  return lstat(path.c_str(), &info) == 0 && info.st_uid == uid;
}

// A new user as an administrator makes one, with the number that the device
// chooses. Whatever was last recorded of that number stays.
Result<User> AddSomebody(Dut& dut) {
  IEC_ASSIGN_OR_RETURN(const std::string name, ReserveNewName(dut.undo()));
  IEC_ASSIGN_OR_RETURN(const Outcome outcome,
                       Run({{"useradd", "--no-log-init", name}}));
  if (!outcome.Succeeded()) return Error{"useradd: " + outcome.Describe()};
  IEC_ASSIGN_OR_RETURN(const PasswdDb accounts, PasswdDb::Load());
  const User* user = accounts.FindUser(name);
  if (user == nullptr) return Error{"useradd ended well but added nobody"};
  return *user;
}

// False where the former user is still there in some form: then nobody can be
// given the identifier.
Result<bool> IsGone(const Account& account) {
  IEC_ASSIGN_OR_RETURN(const PasswdDb accounts, PasswdDb::Load());
  return accounts.FindUid(account.uid) == nullptr;
}

// Users share a group where the device gives them none of their own.
Result<bool> IsGroupGone(const Account& account) {
  IEC_ASSIGN_OR_RETURN(const PasswdDb accounts, PasswdDb::Load());
  return accounts.FindGid(account.gid) == nullptr;
}

void JudgeNext(Dut& dut, const Account& former, const std::string& file,
               std::string_view when) {
  if (!StillOwns(file, former.uid)) {
    Expect(true, "what is left belongs to nobody who is gone",
           "the procedure has taken the file away or given it to another");
    return;
  }
  IEC_OBTAIN(const bool group_gone, IsGroupGone(former));
  // Most devices go on behind the highest number that is in use, some fill
  // gaps first.
  for (int added = 0; added < kMostAdded; ++added) {
    IEC_OBTAIN(const User next, AddSomebody(dut));
    const std::string found =
        fmt::format("{}:{} was, the next user is {}:{}", former.uid, former.gid,
                    next.uid, next.gid);
    const bool other = Expect(
        next.uid != former.uid,
        fmt::format("nobody is given the user id of one who was taken away {}",
                    when),
        found);
    if (group_gone) {
      Expect(
          next.gid != former.gid,
          fmt::format("nobody is given the group of one who was taken away {}",
                      when),
          found);
    }
    if (!other || next.uid > former.uid) return;
  }
}

}  // namespace

IEC_TEST_CASE(
    CR_1_4, an_identifier_is_not_handed_on, .plan = "CR1.4.t2",
    .title = "A user's identifier is not given to somebody else while in use",
    .tried =
        "A temporary user with an open session and a file outside of its home "
        "is taken away by the profile's procedure; where that is refused, once "
        "more when the session has ended. Then a new user is added, whose "
        "number the device chooses.",
    .passes_when =
        "The new user has another user id and another group than the one who "
        "was taken away and whose file is still there, or no file is left.",
    .not_covered =
        "Identifiers that are given away much later, when no file is left; "
        "names; copies of the file on backups.",
    .remedy =
        "Keep the accounts of people who have left, without any way in "
        "(usermod --lock --expiredate 1 --shell /usr/sbin/nologin), and name "
        "that procedure in accounts.remove; userdel gives the last user id "
        "to the next user.",
    .needs = {Capability::kPassword},
    // Nobody else may take the number that is free, or keep it from being so.
    .uses = {Resource::kAccounts},
    .shares = {Resource::kSshLogin, Resource::kConsoleLogin},
    .parameters = {"accounts.remove"}, .timeout = std::chrono::seconds(180)) {
  // The other one stays, so that the number behind it is what comes next.
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(2));
  Account& account =
      accounts[0].uid > accounts[1].uid ? accounts[0] : accounts[1];
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), account.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(const std::string file, LeaveFile(dut, account));
  {
    IEC_OBTAIN(auto login, OpenLogin::Start(paths.front(),
                                            account.Attempt(account.password)));
    IEC_CONTROL(login.outcome().granted, "the user can log in",
                login.outcome().detail);
    IEC_OBTAIN(const auto outcome,
               ManageAccount(dut.profile(), "accounts.remove", account.name));
    IEC_CONTROL(outcome.has_value(), "accounts.remove names a procedure",
                outcome ? "it does" : "it is empty");
    IEC_OBTAIN(const bool gone, IsGone(account));
    Note(fmt::format("with an open session: {}, the account is {}",
                     outcome->Describe(), gone ? "gone" : "kept"));
    if (gone) {
      JudgeNext(dut, account, file, "with an open session");
      return;
    }
  }
  const Status ended = EndSessionsOf(account.name, account.uid);
  IEC_CONTROL(ended.ok(), "the user's sessions can be ended",
              ended.ok() ? "they are" : ended.error().message);
  IEC_OBTAIN(const auto outcome,
             ManageAccount(dut.profile(), "accounts.remove", account.name));
  IEC_CONTROL(outcome && outcome->Succeeded(),
              "the user is taken away when the session has ended",
              outcome ? outcome->Describe() : "no procedure");
  JudgeNext(dut, account, file, "and has left a file");
}

}  // namespace iec
