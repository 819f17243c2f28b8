// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/bringers.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <utility>

#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/as_user.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/mounts.h"

namespace iec {
namespace {

std::vector<uint32_t> NumbersIn(std::string_view line) {
  std::vector<uint32_t> numbers;
  std::string words(line);
  for (char& c : words) {
    if (c == '\t') c = ' ';
  }
  for (const std::string& word : Split(words, ' ')) {
    const auto number = ParseInteger(word);
    if (number) numbers.push_back(static_cast<uint32_t>(*number));
  }
  return numbers;
}

std::string NameOfUser(uid_t uid, const PasswdDb& accounts) {
  const User* user = accounts.FindUid(uid);
  return user != nullptr ? user->name : fmt::format("user id {}", uid);
}

}  // namespace

std::optional<Identity> IdentityIn(std::string_view status) {
  std::vector<uint32_t> uids;
  std::vector<uint32_t> gids;
  Identity identity;
  for (const std::string& line : Split(status, '\n')) {
    if (line.starts_with("Uid:")) uids = NumbersIn(line);
    if (line.starts_with("Gid:")) gids = NumbersIn(line);
    if (line.starts_with("Groups:")) identity.groups = NumbersIn(line);
  }
  if (uids.empty() || gids.empty()) return std::nullopt;
  identity.uid = uids.front();
  identity.gid = gids.front();
  return identity;
}

std::optional<Bringer> BringerOf(pid_t pid, const PasswdDb& accounts) {
  const std::string proc = fmt::format("/proc/{}/", pid);
  const auto status = ReadFile(proc + "status");
  const auto identity =
      status.ok() ? IdentityIn(*status) : std::optional<Identity>();
  if (!identity || identity->uid == 0) return std::nullopt;
  Bringer bringer;
  bringer.name = fmt::format("{}, as which {} runs",
                             NameOfUser(identity->uid, accounts), NameOf(pid));
  bringer.identity = *identity;
  bringer.mounts =
      UniqueFd(open((proc + "ns/mnt").c_str(), O_RDONLY | O_CLOEXEC));
  bringer.root =
      UniqueFd(open((proc + "root").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  const auto table = ReadFile(proc + "mountinfo");
  if (!bringer.mounts || !bringer.root || !table.ok()) return std::nullopt;
  bringer.mount_points = MountPointsIn(*table);
  return bringer;
}

std::vector<Bringer> AllBringers(const PasswdDb& accounts) {
  std::vector<Bringer> bringers;
  std::set<std::string> seen;
  std::vector<uid_t> running;
  for (const pid_t pid : ProcessesWhere([](pid_t) { return true; })) {
    auto bringer = BringerOf(pid, accounts);
    if (!bringer) continue;
    const uid_t uid = bringer->identity.uid;
    const User* user = accounts.FindUid(uid);
    if (user != nullptr && IsTemporaryName(user->name)) continue;
    running.push_back(uid);
    struct stat mounts {};
    struct stat root {};
    if (fstat(bringer->mounts.get(), &mounts) == 0 &&
        fstat(bringer->root.get(), &root) == 0 &&
        seen.insert(fmt::format("{} {} {} {}", uid, bringer->identity.gid,
                                mounts.st_ino, root.st_ino))
            .second) {
      bringers.push_back(*std::move(bringer));
    }
  }
  for (const User& user : accounts.AllUsers()) {
    if (user.uid == 0 || IsTemporaryName(user.name) ||
        std::find(running.begin(), running.end(), user.uid) != running.end()) {
      continue;
    }
    running.push_back(user.uid);
    Bringer& bringer = bringers.emplace_back();
    bringer.name = "user " + user.name;
    bringer.identity = IdentityOf(user, accounts);
    bringer.mount_points = MountPoints();
  }
  return bringers;
}

bool BecomeBringer(const Bringer& bringer) {
  if (bringer.mounts) {
    // Both before the identity, which may do neither.
    if (setns(bringer.mounts.get(), CLONE_NEWNS) != 0 ||
        fchdir(bringer.root.get()) != 0 || chroot(".") != 0) {
      return false;
    }
  }
  return BecomeForGood(bringer.identity);
}

}  // namespace iec
