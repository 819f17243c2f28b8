// SPDX-License-Identifier: Apache-2.0
// What rules of sudo let people do, against what the profile declares.
#ifndef IEC_LIB_TESTCASE_SUDO_GRANTS_H_
#define IEC_LIB_TESTCASE_SUDO_GRANTS_H_

#include <span>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/sudo_rules.h"
#include "lib/profile/profile.h"

namespace iec {

// What a rule of sudo for one program gives.
struct PowerByRule {
  const char* power;
  const char* command;
};
std::span<const PowerByRule> PowersByRule();

// authorization.roles, .commands and .administrators.
class SudoGrants {
 public:
  static Result<SudoGrants> From(const Profile& profile);

  // Whether one of these groups may be root: then no rule gives anything more.
  bool MakeRoot(const std::vector<std::string>& groups) const;
  // Those of the rules that neither a declared command nor a declared power of
  // the user, of these groups or of everybody stands for, as text.
  std::vector<std::string> Undeclared(
      const std::vector<SudoRule>& rules, const std::string& user,
      const std::vector<std::string>& groups) const;
  // All declared commands, whoever has them.
  std::vector<std::string> Commands() const;

 private:
  struct Item {
    std::string who;
    std::string what;
  };
  std::vector<Item> powers_;
  std::vector<Item> commands_;
  std::string administrators_;
};

// Groups of which a rule of sudo on this device may be.
std::vector<std::string> GroupsWithRules(const PasswdDb& accounts);

// All of this user's.
std::vector<std::string> GroupsOf(const User& user, const PasswdDb& accounts);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_SUDO_GRANTS_H_
