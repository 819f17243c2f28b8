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
#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/dut.h"
#include "lib/dut/own_sshd.h"
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

// A shell without a terminal.
Result<SshChannel> OpenShell(SshSession& session);

// Whether the server ends the channel or the connection until then.
bool EndsUntil(const SshSession& session, SshChannel& channel,
               std::chrono::steady_clock::time_point time);

// An sshd of ours with the ChannelTimeout that the device's has for that user
// and a client at `from`, each time that is within `limit` made kSoon: it ends
// channels on which nothing goes either way, and its clock cannot be moved.
inline constexpr std::chrono::seconds kSoon{2};
inline constexpr std::chrono::seconds kLate{20};  // at most
struct HurriedSshd {
  std::string found;              // what is set, fit for evidence
  std::optional<OwnSshd> server;  // none where nothing is set
};
Status HurrySshd(Dut& dut, const LoginPath& path, const std::string& user,
                 const std::string& from, std::chrono::seconds limit,
                 HurriedSshd& hurried);
// The same of what the device's sshd has said: a value of ChannelTimeout.
Status HurrySshd(Dut& dut, const std::string& timeouts, const std::string& user,
                 std::chrono::seconds limit, HurriedSshd& hurried);

// A silent session over SSH that LeaveAlone() has not seen end may be sshd's to
// end: the login manager does not know the terminal of each. Nothing is done
// where `end` is that already, was waited for, or is not of SSH.
// `from` is the client's address; one on the device has that which it connects
// to.
void OrBySshd(Dut& dut, const LoginPath& path, const std::string& user,
              const std::string& from, TerminalSession& session,
              const IdlePolicy& policy, std::chrono::seconds idle,
              IdleEnd& end);

// Those of LoginPaths() that give people a terminal, and of an SSH interface
// one method only: how somebody came in does not matter.
Result<std::vector<LoginPath>> TerminalPathsOf(const Profile& profile,
                                               const std::string& user);

// `end.over` as an expectation; an obstacle where only waiting could tell.
void ExpectOver(const IdleEnd& end, const IdlePolicy& policy,
                const std::string& expected);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_IDLE_TRIAL_H_
