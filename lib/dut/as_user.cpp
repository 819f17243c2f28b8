// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/as_user.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/process_child.h"

namespace iec {
namespace {

constexpr size_t kMostText = size_t{4} << 20;
// How the child ends where it did not become the user.
constexpr int kStillOther = 70;

// All that comes until the other end closes; nothing where that takes longer
// or is too much.
std::optional<std::string> ReadUntilClosed(int fd,
                                           std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  std::string text;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd polled{fd, POLLIN, 0};
    if (left.count() <= 0) return std::nullopt;
    if (poll(&polled, 1, static_cast<int>(left.count())) <= 0) continue;
    char buffer[4096];
    const ssize_t count = read(fd, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::nullopt;
    if (count == 0) return text;
    text.append(buffer, static_cast<size_t>(count));
    if (text.size() > kMostText) return std::nullopt;
  }
}

}  // namespace

bool BecomeForGood(const Identity& who) {
  return setgroups(who.groups.size(), who.groups.data()) == 0 &&
         setresgid(who.gid, who.gid, who.gid) == 0 &&
         setresuid(who.uid, who.uid, who.uid) == 0 &&
         // A change of identity clears it, so not before.
         prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
         (who.uid == 0 || setuid(0) != 0);
}

Result<std::string> InFork(const std::function<bool()>& become,
                           std::string_view name,
                           const std::function<std::string()>& work,
                           std::chrono::milliseconds timeout) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return ErrnoError("creating a pipe");
  UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  const pid_t child = fork();
  if (child < 0) return ErrnoError("forking");
  if (child == 0) {
    if (!become()) _exit(kStillOther);
    const bool sent = WriteAll(writer.get(), work()).ok();
    _exit(sent ? 0 : 1);
  }
  writer.Reset();
  auto text = ReadUntilClosed(reader.get(), timeout);
  if (!text) kill(child, SIGKILL);
  const auto status = WaitForProcess(child, std::chrono::seconds(10));
  if (text && status && WIFEXITED(*status) && WEXITSTATUS(*status) == 0) {
    return *std::move(text);
  }
  return Error{fmt::format(
      "a try as {}: {}", name,
      !text     ? "it did not come to its end in time"
      : !status ? "it does not end"
      : WIFEXITED(*status) && WEXITSTATUS(*status) == kStillOther
          ? "the identity could not be taken on: is the runner root?"
          : DescribeWaitStatus(*status))};
}

Result<std::string> AsUser(const Identity& who,
                           const std::function<std::string()>& work,
                           std::chrono::milliseconds timeout) {
  return InFork([&who] { return BecomeForGood(who); },
                fmt::format("user id {}", who.uid), work, timeout);
}

namespace {

// Those of `paths` for which `can` holds when this user asks.
Result<std::vector<std::string>> ThoseThat(
    const Identity& who, const std::vector<std::string>& paths,
    bool (*can)(const std::string&)) {
  const auto try_all = [&] {
    std::string those;
    for (const std::string& path : paths) {
      if (can(path)) those += path + '\0';
    }
    return those;
  };
  IEC_ASSIGN_OR_RETURN(const std::string text,
                       AsUser(who, try_all, std::chrono::seconds(30)));
  std::vector<std::string> those = Split(text, '\0');
  those.pop_back();  // behind the last separator
  return those;
}

bool CanOpen(const std::string& path, int mode) {
  return static_cast<bool>(
      UniqueFd(open(path.c_str(), mode | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)));
}

// Whether a name in this directory can be given to something else.
bool CanReplaceIn(const std::string& directory, const std::string& path) {
  struct stat in {};
  if (access(directory.c_str(), W_OK | X_OK) != 0 ||
      stat(directory.c_str(), &in) != 0) {
    return false;
  }
  struct stat info {};
  return (in.st_mode & S_ISVTX) == 0 || in.st_uid == geteuid() ||
         lstat(path.c_str(), &info) != 0 || info.st_uid == geteuid();
}

bool CanChange(const std::string& path) {
  if (CanOpen(path, O_WRONLY)) return true;
  // Through a link the way leads on.
  std::vector<std::string> ways = {path};
  char resolved[PATH_MAX];
  if (realpath(path.c_str(), resolved) != nullptr) ways.emplace_back(resolved);
  for (std::string way : ways) {
    for (size_t slash = 0; (slash = way.rfind('/')) != std::string::npos;
         way.resize(slash)) {
      const std::string directory = slash == 0 ? "/" : way.substr(0, slash);
      if (CanReplaceIn(directory, way)) return true;
    }
  }
  return false;
}

}  // namespace

Result<std::vector<std::string>> ReadableBy(
    const Identity& who, const std::vector<std::string>& paths) {
  return ThoseThat(who, paths, [](const std::string& path) {
    return CanOpen(path, O_RDONLY);
  });
}

Result<std::vector<std::string>> ChangeableBy(
    const Identity& who, const std::vector<std::string>& paths) {
  return ThoseThat(who, paths, &CanChange);
}

Identity IdentityOf(const User& user, const PasswdDb& accounts) {
  Identity identity{user.uid, user.gid, {}};
  for (const Group& group : accounts.AllGroups()) {
    if (std::find(group.members.begin(), group.members.end(), user.name) !=
        group.members.end()) {
      identity.groups.push_back(group.gid);
    }
  }
  return identity;
}

}  // namespace iec
