// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/ways.h"

#include "lib/dut/sudo.h"
#include "lib/testcase/check.h"

namespace iec {

bool WayInIsDeclared(bool any) {
  return Control(any, "the profile declares a way in for people",
                 any ? "it does" : "neither a console nor SSH is declared");
}

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

Result<LoginOutcome> AttemptBy(const Way& way, const Account& account,
                               const LoginAttempt& attempt) {
  if (way.path) return Login(*way.path, attempt);
  return AuthenticateAtSudo({account.uid, account.gid, {}}, attempt);
}

Result<LoginOutcome> AttemptByOne(const Way& way, const Account& account,
                                  const LoginAttempt& attempt) {
  auto outcome = AttemptBy(way, account, attempt);
  if (!outcome.ok() || !outcome->granted || !outcome->key_for_code) {
    return outcome;
  }
  LoginAttempt other = attempt;
  if (attempt.wrong_code.empty()) {
    other.withhold_key = true;
  } else {
    IEC_ASSIGN_OR_RETURN(other.key, SshKey::Generate());
  }
  return AttemptBy(way, account, other);
}

}  // namespace iec
