// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/attempts.h"

#include <fmt/format.h>

#include "lib/testcase/check.h"

namespace iec {

std::optional<Answer> TryLogin(const LoginPath& path, Account& account,
                               const std::string& password) {
  const auto outcome = Login(path, account.Attempt(password));
  if (!outcome.ok()) {
    Obstacle(fmt::format("{}: {}", path.name, outcome.error().message));
    return std::nullopt;
  }
  if (outcome->timed_out) {
    Obstacle(fmt::format("{}: {}", path.name, outcome->detail));
    return std::nullopt;
  }
  return Answer{outcome->granted, outcome->detail};
}

bool OpensOwnSession(const LoginPath& path, Account& account,
                     const std::string& password, std::string* detail) {
  const auto outcome = Login(path, account.Attempt(password));
  *detail = outcome.ok() ? outcome->detail : outcome.error().message;
  return outcome.ok() && outcome->granted && outcome->uid == account.uid;
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
