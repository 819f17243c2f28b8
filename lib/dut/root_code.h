// SPDX-License-Identifier: Apache-2.0
// Where root takes code from beside the trees of programs and settings: what
// units and python's path files name, and where links lead.
#ifndef IEC_LIB_DUT_ROOT_CODE_H_
#define IEC_LIB_DUT_ROOT_CODE_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/passwd_db.h"

namespace iec {

struct RootCode {
  std::string path;  // may hold wildcards
  std::string by;    // "jobs.service", "/etc/profile.d/site.sh"
  // Of everybody alone: what a link leads to may be a service's own data.
  bool everybody_only = false;
};

// Absolute paths of what the words of a command line run: the program, the
// script of an interpreter, the files of a directory that run-parts is given,
// and all of that in the text of `sh -c`, loops and variables included.
std::vector<std::string> ProgramsIn(const std::vector<std::string>& words);

// Of the text of a unit: programs that root runs, and files of environments.
// None of what runs as somebody else.
std::vector<std::string> CodeOfUnit(std::string_view text);

// Those of all units, and directories that python's path files name.
std::vector<RootCode> CodeOfRoot();

// A link that root meets: to where it leads out of root's trees.
void AddLink(const std::string& link, std::vector<RootCode>& code);

// Those that somebody who is not root can change, or make where nothing is
// yet, tried as nobody and as each account: "jobs.service: /a/b: by games".
Result<std::vector<RootCode>> ChangedByOthers(const std::vector<RootCode>& code,
                                              const PasswdDb& accounts);

}  // namespace iec

#endif  // IEC_LIB_DUT_ROOT_CODE_H_
