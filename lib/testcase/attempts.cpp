// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/attempts.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/dut/passwd_db.h"
#include "lib/testcase/check.h"

namespace iec {

std::optional<Answer> TryLogin(const LoginPath& path, Account& account,
                               const std::string& password) {
  return TryLogin(Way{path.name, path}, account, password);
}

std::optional<Answer> TryLogin(const Way& way, Account& account,
                               const std::string& password) {
  const auto outcome = AttemptBy(way, account, account.Attempt(password));
  if (!outcome.ok()) {
    Obstacle(fmt::format("{}: {}", way.name, outcome.error().message));
    return std::nullopt;
  }
  if (outcome->timed_out) {
    Obstacle(fmt::format("{}: {}", way.name, outcome->detail));
    return std::nullopt;
  }
  return Answer{outcome->granted, outcome->detail};
}

bool OpensSession(const LoginPath& path, Account& account,
                  const std::string& password, std::string* detail) {
  const auto outcome = Login(path, account.Attempt(password));
  *detail = outcome.ok() ? outcome->detail : outcome.error().message;
  return outcome.ok() && outcome->granted;
}

std::string StoredPasswordOf(const Account& account) {
  const auto accounts = PasswdDb::Load();
  if (!accounts.ok()) return "";
  const ShadowEntry* entry = accounts->FindShadow(account.name);
  if (entry != nullptr) return entry->hash;
  const User* user = accounts->FindUser(account.name);
  return user == nullptr ? "" : user->password;
}

Result<int> AgeToChangeAt(const Profile& profile) {
  IEC_ASSIGN_OR_RETURN(const int64_t least,
                       profile.Integer("password.min_age_days"));
  IEC_ASSIGN_OR_RETURN(const int64_t most,
                       profile.Integer("password.max_age_days"));
  return static_cast<int>(std::clamp(least, int64_t{0}, most - 1));
}

Result<PasswordChange> ChangeTo(const Account& account,
                                const std::string& candidate) {
  PasswordChangeAttempt attempt;
  attempt.identity = {account.uid, account.gid, {}};
  attempt.current_password = account.password;
  attempt.candidate = candidate;
  attempt.factor = account.factor.get();
  return ChangeOwnPassword(attempt);
}

}  // namespace iec
