// SPDX-License-Identifier: Apache-2.0
// A session that is left alone for as long as the device lets one be idle. A
// minute at most is waited for in full, more with --slow only. Otherwise what
// the device measures the time by is moved: the terminal's time of last use,
// which its login manager and its scripts judge by, and the alarm that a shell
// with TMOUT has set for itself.
#ifndef IEC_LIB_TESTCASE_IDLE_TRIAL_H_
#define IEC_LIB_TESTCASE_IDLE_TRIAL_H_

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/dut.h"
#include "lib/dut/terminal_session.h"

namespace iec {

struct IdlePolicy {
  std::chrono::seconds limit{0};  // so soon a session is over, margin included
  bool waits = false;             // in full
  // Programs that lock in a way that only waiting shows.
  std::vector<std::string> others;

  // Fit for evidence.
  std::string How() const;
};
Result<IdlePolicy> IdlePolicyOf(const Dut& dut);

struct IdleEnd {
  bool over = false;  // locked or ended
  std::string detail;
};

// Leaves the session alone for `idle`, or makes the device think so. `reaches`
// types something, and says whether it reaches what runs in the session.
// `at_prompt`: that is the shell.
IdleEnd LeaveAlone(TerminalSession& session, const IdlePolicy& policy,
                   std::chrono::seconds idle, bool at_prompt,
                   const std::function<bool()>& reaches);

// Those of LoginPaths() that give people a terminal, and of an SSH interface
// one method only: how somebody came in does not matter.
Result<std::vector<LoginPath>> TerminalPathsOf(const Profile& profile,
                                               const std::string& user);

// `end.over` as an expectation; an obstacle where only waiting could tell.
void ExpectOver(const IdleEnd& end, const IdlePolicy& policy,
                const std::string& expected);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_IDLE_TRIAL_H_
