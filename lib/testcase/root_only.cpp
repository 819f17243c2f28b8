// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/root_only.h"

#include <sys/stat.h>

#include <map>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/as_user.h"
#include "lib/dut/change.h"
#include "lib/testcase/check.h"

namespace iec {
namespace {

// A file that everybody may change and one that only root may: what is found
// of others is worth what is found of these.
struct Canaries {
  std::string open;
  std::string closed;
};

Result<Canaries> PlaceCanaries(Dut& dut) {
  IEC_ASSIGN_OR_RETURN(const std::string directory, dut.TemporaryDirectory());
  const Canaries canaries = {directory + "/open", directory + "/closed"};
  for (const std::string& path : {canaries.open, canaries.closed}) {
    IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), path, "x", 0644));
  }
  if (chmod(canaries.open.c_str(), 0666) != 0 ||
      chmod(directory.c_str(), 0755) != 0) {
    return ErrnoError("opening up", directory);
  }
  return canaries;
}

std::vector<User> Others(const PasswdDb& accounts) {
  std::vector<User> others = accounts.AllUsers();
  std::erase_if(others, [](const User& user) { return user.uid == 0; });
  if (accounts.FindUid(kNobodyId) == nullptr) {
    User nobody;
    nobody.name = "nobody";
    nobody.uid = nobody.gid = kNobodyId;
    others.push_back(std::move(nobody));
  }
  return others;
}

}  // namespace

void ExpectOnlyRootChanges(Dut& dut, const std::string& expected,
                           const std::vector<std::string>& paths,
                           const std::vector<std::string>& allowed) {
  IEC_OBTAIN(const Canaries canaries, PlaceCanaries(dut));
  IEC_OBTAIN(const auto accounts, PasswdDb::Load());
  const std::vector<User> others = Others(accounts);
  std::map<std::string, std::string> changed;
  for (const User& user : others) {
    std::vector<std::string> tried = {canaries.open, canaries.closed};
    for (const std::string& path : paths) {
      if (!Contains(allowed, user.name + ' ' + path)) tried.push_back(path);
    }
    IEC_OBTAIN(const auto those,
               ChangeableBy(IdentityOf(user, accounts), tried));
    const bool open = Contains(those, canaries.open);
    if (!open || Contains(those, canaries.closed)) {
      IEC_CONTROL(false,
                  "each account can change an open file and not a closed one",
                  user.name + (open ? " can change both" : " can change none"));
    }
    for (const std::string& path : those) {
      if (path == canaries.open) continue;
      std::string& names = changed[path];
      names += (names.empty() ? "" : ", ") + user.name;
    }
  }
  IEC_CONTROL(!others.empty(),
              "each account can change an open file and not a closed one",
              others.empty() ? "there is none to try it" : "so it is");
  std::vector<std::string> found;
  for (const auto& [path, names] : changed) {
    found.push_back(path + ": by " + names);
  }
  Expect(found.empty(), expected,
         found.empty()
             ? "tried by " + std::to_string(others.size()) + " accounts on " +
                   std::to_string(paths.size()) + " files"
             : Join(found, "; "));
}

}  // namespace iec
