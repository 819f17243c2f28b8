// SPDX-License-Identifier: Apache-2.0
// Events of each category of IEC 62443-4-2 CR 2.8, brought about as people
// do: by logins and what is typed in them, and by programs of the device that
// root runs on behalf of a person who has logged in.
#ifndef IEC_LIB_TESTCASE_PROVOKE_H_
#define IEC_LIB_TESTCASE_PROVOKE_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "lib/dut/account.h"
#include "lib/dut/login.h"
#include "lib/profile/profile.h"
#include "lib/testcase/stimuli.h"

namespace iec {

inline constexpr char kAccessControl[] = "access control";
inline constexpr char kRequestErrors[] = "request errors";
inline constexpr char kSystemEvents[] = "control system events";
inline constexpr char kBackupEvents[] = "backup and restore event";
inline constexpr char kConfigurationChanges[] = "configuration changes";
inline constexpr char kAuditLogEvents[] = "audit log events";

// Files of root's. The first two are a session's own, so that their records
// can belong to nothing else.
struct Targets {
  std::string secret;                // only root may read it
  std::string readable;              // everybody may read it
  std::vector<std::string> refused;  // more that the user may not read
};

// The right password, and in that session: reading what may not be read, and
// two requests that only the owner of the readable file can make. Then a wrong
// password, last, as it may lock the account.
void ProvokeByLogin(Stimuli& stimuli, const LoginPath& path, Account& account,
                    const Targets& targets);

// Something that is no SSH to an SSH server.
void ProvokeByBadRequest(Stimuli& stimuli, const HumanInterface& interface);

// Each of these services; where none is given, one of its own that runs once.
void ProvokeByServices(Stimuli& stimuli, const std::vector<std::string>& units);

// Programs that root runs for a person: the kernel's records name `person`.
class Administrator {
 public:
  Administrator(Stimuli& stimuli, uid_t person)
      : stimuli_(stimuli), person_(person) {}

  // Opens each file for writing, writes nothing, and sets its mode to what it
  // is. So nothing of it changes but the time of the last change of its state.
  void TouchConfiguration(const std::vector<std::string>& files);
  // Opens each file of the audit trail for writing and writes nothing.
  void TouchAuditLogs(const std::vector<std::string>& files);
  // A command to the kernel's audit that changes no setting of it, or that it
  // refuses; false where the device has no program for that.
  bool ControlAudit();
  // `hook` with `file` in place of "{file}".
  void BackUp(std::vector<std::string> hook, const std::string& file);

 private:
  struct Done {
    std::optional<bool> success;  // nothing: it did not end by itself
    int64_t begin = 0;
    int64_t end = 0;
  };
  std::optional<Done> Do(const std::vector<std::string>& argv);
  void Add(const char* category, const std::string& what, const Done& done,
           std::function<bool(const LoggedEvent&)> owns);
  void OpenForWriting(const char* category,
                      const std::vector<std::string>& files);

  Stimuli& stimuli_;
  uid_t person_;
  bool named_ = true;  // the records name the person
};

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_PROVOKE_H_
