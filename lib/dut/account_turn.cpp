// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/account_turn.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;

// Some users are added in one turn, each in about a second where the device
// is emulated.
constexpr std::chrono::seconds kTurnLimit{60};
constexpr std::chrono::milliseconds kPollInterval{20};

std::string TurnPath(const std::string& directory) {
  return directory + "/accounts.turn";
}

bool SameFile(int fd, const std::string& path) {
  struct stat held {};
  struct stat named {};
  return fstat(fd, &held) == 0 && lstat(path.c_str(), &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

}  // namespace

Result<AccountTurn> AccountTurn::Take(const std::string& undo_directory) {
  IEC_RETURN_IF_ERROR(EnsurePrivateDirectory(undo_directory));
  const std::string path = TurnPath(undo_directory);
  const auto deadline = Clock::now() + kTurnLimit;
  for (;;) {
    UniqueFd file(
        open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return ErrnoError("opening", path);
    const bool locked = flock(file.get(), LOCK_EX | LOCK_NB) == 0;
    // The last one removes it: then what is locked is nobody's turn any more.
    if (locked && SameFile(file.get(), path)) {
      return AccountTurn(std::move(file));
    }
    if (Clock::now() >= deadline) return Error{path + " stays locked"};
    if (!locked) std::this_thread::sleep_for(kPollInterval);
  }
}

void AccountTurn::Remove(const std::string& undo_directory) {
  unlink(TurnPath(undo_directory).c_str());
}

}  // namespace iec
