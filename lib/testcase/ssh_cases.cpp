// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/ssh_cases.h"

#include <fmt/format.h>

#include "lib/base/file.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/process.h"
#include "lib/testcase/check.h"

namespace iec {
namespace {

std::vector<const User*> People(const PasswdDb& accounts) {
  std::vector<const User*> people;
  for (const User& user : accounts.AllUsers()) {
    if (HasLoginShell(user)) people.push_back(&user);
  }
  return people;
}

// Empty where nobody can be such a user.
Result<std::string> ConnectionOfSomebody(Dut& dut, const std::string& match) {
  IEC_ASSIGN_OR_RETURN(const auto accounts, PasswdDb::Load());
  std::string connection = ConnectionFor(match, People(accounts), accounts);
  const auto groups = GroupsFor(match, accounts);
  if (!connection.empty() || groups.empty()) return connection;
  AccountOptions options;
  options.second_factor = false;
  options.groups = groups;
  IEC_ASSIGN_OR_RETURN(const Account member,
                       dut.accounts().CreateTemporary(options));
  IEC_ASSIGN_OR_RETURN(const auto after, PasswdDb::Load());
  return ConnectionFor(match, People(after), after);
}

}  // namespace

std::string SshCase::Name() const {
  return match.empty() ? "ssh by its settings"
                       : "ssh by the settings of 'Match" + match + "'";
}

Result<std::string> SshCase::Value(const std::string& keyword) const {
  IEC_ASSIGN_OR_RETURN(auto values,
                       SshdValuesFor(arguments, connection, keyword));
  return values.empty() ? std::string() : std::move(values.front());
}

Result<std::vector<SshCase>> SshCasesOf(Dut& dut,
                                        const std::set<std::string>& keywords) {
  std::vector<SshCase> cases;
  if (!FindProgram("sshd").ok()) return cases;
  for (const HumanInterface& interface : dut.profile().interfaces) {
    if (interface.kind == HumanInterface::Kind::kSsh) {
      cases.push_back({"",
                       fmt::format("user=root,host=localhost,addr={0},"
                                   "laddr={0},lport={1}",
                                   interface.address, interface.port),
                       SshdArgumentsOf(interface.port)});
    }
  }
  for (const std::string& config : SshdConfigFiles()) {
    std::set<std::string> matches;
    for (const SshdSetting& setting : ReadSshdSettings(config)) {
      if (!setting.match.empty() && keywords.contains(setting.keyword)) {
        matches.insert(setting.match);
      }
    }
    for (const std::string& match : matches) {
      IEC_ASSIGN_OR_RETURN(std::string connection,
                           ConnectionOfSomebody(dut, match));
      if (connection.empty()) {
        Note("no account of this device meets 'Match" + match + "'");
        continue;
      }
      cases.push_back({match, std::move(connection), {{"-f", config}}});
    }
  }
  return cases;
}

}  // namespace iec
