// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/own_key.h"

#include <sys/stat.h>
#include <unistd.h>

#include <mutex>

#include "lib/base/file.h"
#include "lib/dut/account_files.h"
#include "lib/dut/passwd_db.h"

namespace iec {

Status LetKeyIn(const SshKey& key, const std::string& home, uid_t uid,
                gid_t gid) {
  IEC_ASSIGN_OR_RETURN(const std::string line, key.PublicLine());
  const std::string directory = home + "/.ssh";
  const std::string file = directory + "/authorized_keys";
  if (mkdir(directory.c_str(), 0700) != 0) {
    return ErrnoError("creating", directory);
  }
  IEC_RETURN_IF_ERROR(CreateFile(file, line + "\n", 0600));
  for (const std::string& path : {directory, file}) {
    if (lchown(path.c_str(), uid, gid) != 0) {
      return ErrnoError("giving away", path);
    }
  }
  return {};
}

std::optional<SshKey> OwnKeyOf(const std::string& user) {
  static std::mutex turn;
  const std::lock_guard ours(turn);
  static const auto key = SshKey::Generate();
  const auto accounts = PasswdDb::Load();
  if (!IsTemporaryName(user) || !key.ok() || !accounts.ok()) {
    return std::nullopt;
  }
  const User* who = accounts->FindUser(user);
  if (who == nullptr) return std::nullopt;
  if (!Exists(who->home + "/.ssh") &&
      !LetKeyIn(*key, who->home, who->uid, who->gid).ok()) {
    return std::nullopt;
  }
  return *key;
}

}  // namespace iec
