// SPDX-License-Identifier: Apache-2.0
// What sudo's rules let a user do, asked of sudo itself and not tried: what
// they let people do may have effects.
#ifndef IEC_LIB_DUT_SUDO_RULES_H_
#define IEC_LIB_DUT_SUDO_RULES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// Those of the commands, as text, that the user may give as root, with a
// password or without. Programs that are not there are left out; an Error
// where sudo does not answer, and none where there is no sudo.
Result<std::vector<std::string>> AllowedBySudo(
    const std::string& user,
    const std::vector<std::vector<std::string>>& commands);

// One command of a rule.
struct SudoRule {
  std::string as = "root";  // "ALL:ALL", ":shadow"; "" for oneself
  bool asks = true;         // for a proof
  bool takes_environment = false;
  std::string command;  // "ALL", "/usr/bin/id -u", "sudoedit /etc/hosts"

  // As a profile declares it: "/usr/bin/id -u", "(:shadow) SETENV: ALL".
  std::string Text() const;
};

// Of `sudo -l -l -U USER`, in which aliases are dissolved: what the user may
// run, now or at another time. What is excepted takes nothing away here.
std::vector<SudoRule> SudoRulesIn(std::string_view listing,
                                  std::string_view user);
// That listing. Empty where the user may do nothing by sudo or there is none;
// an Error where sudo says neither.
Result<std::string> SudoListing(const std::string& user);

// "Defaults!/usr/bin/less !syslog": rules of it by which some commands, or what
// is done as somebody, leave no record; but for those about these commands
// alone.
std::vector<std::string> UnrecordedIn(
    std::string_view listing, const std::vector<std::string>& commands = {});

// Of `sudo -l -U USER`, in which aliases are dissolved, the rules by which a
// proof is good for longer: "timestamp_timeout=-1", where the last one counts,
// and "Defaults!/usr/bin/less timestamp_timeout=60" for what is bound to
// commands or (>) to whom one acts as.
std::vector<std::string> LongerProofsIn(std::string_view listing,
                                        int64_t seconds);
// The same of a user; none where he may do nothing by sudo or is not there.
std::vector<std::string> LongerProofsOf(const std::string& user,
                                        int64_t seconds);
// Whom one acts as by such a rule, if it is about one user and no more, and his
// name is fit for a command line; else "".
std::string_view BoundTo(std::string_view rule);

}  // namespace iec

#endif  // IEC_LIB_DUT_SUDO_RULES_H_
