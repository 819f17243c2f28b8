// SPDX-License-Identifier: Apache-2.0
// What a user leaves on a device beside the account itself, and its removal.
#ifndef IEC_LIB_DUT_USER_TRACES_H_
#define IEC_LIB_DUT_USER_TRACES_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// Ends all processes and sessions of the user and waits until logind, where
// there is one, has let go of the user (its user manager included).
Status EndSessionsOf(const std::string& name, uid_t uid);

// True as long as logind remembers a user of this id: up to 10 s
// (UserStopDelaySec) after the last session. What logs in with the same id
// meanwhile would be taken for the former user.
bool HasLogindUser(uid_t uid);

// Paths that belong to one user by their name: mail, crontab, records of
// failed logins, lingering, sudo's memory, keys for SSH. Whether or not they
// are there.
std::vector<std::string> PathsNamedAfter(const std::string& name);

// The same by the user's number.
std::vector<std::string> PathsNumberedAfter(uid_t uid);

// True where the user id owns something in a directory that all may write.
bool OwnsSharedFiles(uid_t uid);

// Removes what the user id owns in directories that all may write, and its
// System V shared memory, semaphores and message queues.
Status RemoveSharedFilesOf(uid_t uid);
Status RemoveIpcOf(uid_t uid);

// Marks sessions of this name in utmp whose process is gone as ended: a login
// that was killed leaves them open, and limits of sessions count them. So does
// a getty that we started on a pseudo-terminal: it has no name yet.
void CloseLoginRecordsOf(const std::string& name);

// The record of a session on "/dev/pts/3", which init closes for a getty.
void CloseLoginRecordOn(const std::string& terminal);

// The user id's record in lastlog, and how long that file is.
struct LastLogin {
  bool file_exists = false;
  off_t file_size = 0;
  std::string record;  // raw; empty where the file ends before it
};
inline constexpr char kLastlogPath[] = "/var/log/lastlog";
LastLogin ReadLastLogin(uid_t uid, const std::string& path = kLastlogPath);
// Puts the record back: raw, empty where the file ended before it.
Status RestoreLastLogin(uid_t uid, const std::string& record,
                        const std::string& path = kLastlogPath);
// Makes the file as long as it was; where there was none, removes it. Not
// where somebody else's record lies behind that.
Status ShortenLastLogin(const LastLogin& before,
                        const std::string& path = kLastlogPath);

}  // namespace iec

#endif  // IEC_LIB_DUT_USER_TRACES_H_
