// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/account_commands.h"

#include "lib/dut/own_key.h"

namespace iec {
namespace {

void Replace(std::string& text, std::string_view place,
             const std::string& with) {
  if (const size_t at = text.find(place); at != std::string::npos) {
    text.replace(at, place.size(), with);
  }
}

}  // namespace

Result<std::optional<Outcome>> ManageAccount(const Profile& profile,
                                             std::string_view parameter,
                                             const std::string& user,
                                             const std::string& new_name) {
  Command command;
  IEC_ASSIGN_OR_RETURN(command.argv, profile.List(parameter));
  if (command.argv.empty()) return std::optional<Outcome>();
  for (std::string& word : command.argv) {
    Replace(word, "{user}", user);
    Replace(word, "{new}", new_name);
  }
  IEC_ASSIGN_OR_RETURN(Outcome outcome, Run(command));
  return std::optional(std::move(outcome));
}

Status LetKeyIn(const SshKey& key, const Account& account) {
  User user;
  user.name = account.name;
  user.uid = account.uid;
  user.gid = account.gid;
  user.home = account.home;
  return LetKeyIn(key, user);
}

Result<SshKey> GiveKey(const Account& account) {
  IEC_ASSIGN_OR_RETURN(SshKey key, NewKey());
  IEC_RETURN_IF_ERROR(LetKeyIn(key, account));
  return key;
}

}  // namespace iec
