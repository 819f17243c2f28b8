// SPDX-License-Identifier: Apache-2.0
// The lines of an OpenSSH server's configuration, those of included files in
// their place. What holds for a connection is for the server itself to say;
// this is for finding out what to ask it.
#ifndef IEC_LIB_DUT_SSHD_SETTINGS_H_
#define IEC_LIB_DUT_SSHD_SETTINGS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/passwd_db.h"

namespace iec {

struct SshdSetting {
  std::string keyword;  // in lower case
  std::string value;    // without quotes around it
  std::string match;    // what the Match lines around it say; empty: always
};

inline constexpr char kSshdConfig[] = "/etc/ssh/sshd_config";

// Empty where there is no such file. `directory` is where included files with
// a relative name are.
std::vector<SshdSetting> ReadSshdSettings(
    const std::string& path = kSshdConfig,
    const std::string& directory = "/etc/ssh");

// The standard file, and those that servers which run now were told to read.
std::vector<std::string> SshdConfigFiles();

// An option of sshd's command line that says what it is to read.
struct SshdArgument {
  std::string option;  // "-f", "-o", "-p" or "-h"
  std::string value;   // empty where the command line ends before it

  bool operator==(const SshdArgument&) const = default;
};

// What sshd has to be started with to read what the server at `port` was told,
// by its file and by its command line. None, so the standard file, where that
// one is not known, as with socket activation.
std::vector<SshdArgument> SshdArgumentsOf(uint16_t port);
// The same from the title of a server's process, "sshd: /usr/sbin/sshd -D -o
// Name=value [listener] 0 of 10-100 startups"; nothing where it is none.
std::optional<std::vector<SshdArgument>> SshdArgumentsIn(
    std::string_view title);

// A connection of one of `people` that meets the criteria of a Match line,
// other than by where it comes from, in the form that `sshd -T -C` takes:
// "user=a,host=b,addr=192.0.2.1,...". Empty where it can be none of them.
std::string ConnectionFor(const std::string& match,
                          const std::vector<const User*>& people,
                          const PasswdDb& accounts);

// For each Group criterion of a Match line one group of this device that meets
// it, if there is one.
std::vector<std::string> GroupsFor(const std::string& match,
                                   const PasswdDb& accounts);

// The values of `keyword` for that connection, as the server works it out, in
// its order; none where it knows no such keyword.
Result<std::vector<std::string>> SshdValuesFor(
    const std::vector<SshdArgument>& arguments, const std::string& connection,
    const std::string& keyword);
// The first of them for a server that reads `config`, or empty.
Result<std::string> SshdValueFor(const std::string& config,
                                 const std::string& connection,
                                 const std::string& keyword);

// Of an AuthenticationMethods: what follows a key, "" where a key is enough or
// no list begins with one.
std::string MethodAfterKey(std::string_view lists);

// Those of `candidates` that a member of `groups` has to be in as well so that
// AllowGroups lets him in, under each condition that it has. None whose members
// are let do nothing but something else, such as SFTP.
std::vector<std::string> GroupsToLetIn(
    const std::vector<SshdSetting>& settings,
    const std::vector<std::string>& groups,
    const std::vector<std::string>& candidates);

}  // namespace iec

#endif  // IEC_LIB_DUT_SSHD_SETTINGS_H_
