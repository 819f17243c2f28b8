// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/ways.h"

#include <algorithm>

#include "lib/dut/passwd_db.h"
#include "lib/dut/sudo.h"

namespace iec {

Result<std::vector<Way>> WaysOf(const Profile& profile,
                                const std::string& user) {
  std::vector<Way> ways;
  IEC_ASSIGN_OR_RETURN(const auto paths, LoginPaths(profile, user));
  for (const LoginPath& path : paths) ways.push_back({path.name, path});
  IEC_ASSIGN_OR_RETURN(const auto more, profile.List("access.elevation"));
  for (const std::string& name : more) {
    if (name == "su") {
      ways.push_back({name, SuPath()});
    } else if (name == "sudo") {
      ways.push_back({name, std::nullopt});
    } else {
      return Error{"access.elevation: '" + name + "' is neither su nor sudo"};
    }
  }
  return ways;
}

Result<std::vector<std::string>> GroupsOfRoles(const Profile& profile) {
  IEC_ASSIGN_OR_RETURN(const auto roles, profile.List("authorization.roles"));
  IEC_ASSIGN_OR_RETURN(const PasswdDb accounts, PasswdDb::Load());
  std::vector<std::string> groups;
  for (const std::string& role : roles) {
    std::string name = role.substr(0, role.find(' '));
    if (accounts.FindGroup(name) != nullptr &&
        std::find(groups.begin(), groups.end(), name) == groups.end()) {
      groups.push_back(std::move(name));
    }
  }
  return groups;
}

Result<LoginOutcome> AttemptBy(const Way& way, const Account& account,
                               const LoginAttempt& attempt) {
  if (way.path) return Login(*way.path, attempt);
  return AuthenticateAtSudo({account.uid, account.gid, {}}, attempt);
}

}  // namespace iec
