// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <optional>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/report/format.h"

namespace iec {
namespace {

constexpr int kNarrowest = 80;

std::string_view Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool IsOn(const char* name) {
  const std::string_view value = Environment(name);
  return !value.empty() && value != "0";
}

// Of the terminal; of anything else the default.
int WidthOf(int fd) {
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return RenderOptions{}.width;
  }
  return std::max<int>(size.ws_col, kNarrowest);
}

// Where the bytes of an output go.
struct Place {
  std::string path;               // without links
  std::optional<int> descriptor;  // one that this process was started with
  std::optional<mode_t> mode;     // of what is there
};

// The directory of descriptors of a process: what looks like a link there is
// none, and leads to what has no name.
bool HoldsDescriptors(std::string_view directory) {
  return directory.starts_with("/proc/") && directory.ends_with("/fd");
}

bool IsOwn(std::string_view descriptors) {
  const std::string self = fmt::format("/proc/{}/", getpid());
  return descriptors == self + "fd" || descriptors.starts_with(self + "task/");
}

// As the kernel's fs.protected_symlinks has it: where everybody may write, the
// link of somebody else leads to whatever he wants to be replaced.
bool IsTrap(const std::string& directory, uid_t owner) {
  struct stat info {};
  return owner != geteuid() && stat(directory.c_str(), &info) == 0 &&
         (info.st_mode & S_IWOTH) != 0 && owner != info.st_uid;
}

Result<std::string> RealDirectory(const std::string& path) {
  char* const real = realpath(DirectoryOf(path).c_str(), nullptr);
  if (real == nullptr) return ErrnoError("opening", path);
  std::string directory = real;
  std::free(real);
  return directory == "/" ? "" : directory;
}

Result<Place> Find(const std::string& file) {
  constexpr int kMostLinks = 40;  // as many as the kernel follows
  std::string path = file;
  for (int links = 0; links <= kMostLinks; ++links) {
    IEC_ASSIGN_OR_RETURN(const std::string directory, RealDirectory(path));
    const std::string name = path.substr(path.rfind('/') + 1);
    Place place{directory + "/" + name, std::nullopt, std::nullopt};
    if (HoldsDescriptors(directory)) {
      const auto number = ParseInteger(name);
      if (IsOwn(directory) && number) place.descriptor = *number;
      return place;
    }
    struct stat info {};
    if (lstat(place.path.c_str(), &info) != 0) return place;
    if (!S_ISLNK(info.st_mode)) {
      place.mode = info.st_mode;
      return place;
    }
    if (IsTrap(directory, info.st_uid)) {
      return Error{file + " leads over a link of another user in " + directory +
                   ", where everybody may write: name the file itself"};
    }
    IEC_ASSIGN_OR_RETURN(const std::string target, ReadLink(place.path));
    path = target.starts_with('/') ? target : directory + "/" + target;
  }
  return Error{file + " leads over too many links"};
}

// Below /dev and /proc nothing is made or replaced, whatever is there: only
// /dev/shm is for files.
bool IsWrittenInto(const Place& place) {
  const std::string_view path = place.path;
  const bool system = path.starts_with("/dev/") || path.starts_with("/proc/");
  if (system && !path.starts_with("/dev/shm/")) return true;
  return place.mode && !S_ISREG(*place.mode) && !S_ISDIR(*place.mode);
}

// What everybody who makes a file gives it.
mode_t ModeOfNewFile() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

Status WriteTo(int descriptor, const std::string& file,
               std::string_view bytes) {
  // What this process opened by itself is closed where it starts another.
  const int flags = fcntl(descriptor, F_GETFD);
  if (flags < 0 || (flags & FD_CLOEXEC) != 0) {
    return Error{file + ": this program was not started with it open"};
  }
  const Status status = WriteAll(descriptor, bytes);
  if (!status.ok()) return status.error().Within(file);
  return status;
}

Status WriteInto(const std::string& file, std::string_view bytes) {
  // It may be the log of another process, of which nothing may be lost.
  UniqueFd fd(open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY));
  if (!fd) return ErrnoError("opening", file);
  const Status status = WriteAll(fd.get(), bytes);
  if (!status.ok()) return status.error().Within(file);
  return status;
}

}  // namespace

bool UseColor(std::string_view when, int fd) {
  if (when == "always") return true;
  if (when == "never" || !Environment("NO_COLOR").empty()) return false;
  if (IsOn("FORCE_COLOR") || IsOn("CLICOLOR_FORCE")) return true;
  return isatty(fd) == 1 && Environment("TERM") != "dumb";
}

Status WriteOutput(const std::string& file, std::string_view bytes) {
  if (file == "-") {
    const Status status = WriteAll(STDOUT_FILENO, bytes);
    if (!status.ok()) return status.error().Within("standard output");
    return status;
  }
  IEC_ASSIGN_OR_RETURN(const Place place, Find(file));
  if (place.descriptor) return WriteTo(*place.descriptor, file, bytes);
  if (IsWrittenInto(place)) return WriteInto(place.path, bytes);
  return WriteFileAtomically(
      place.path, bytes, place.mode ? *place.mode & 0777u : ModeOfNewFile());
}

std::string ReplacedFile(const std::string& file) {
  if (file == "-") return "";
  const auto place = Find(file);
  if (!place.ok() || place->descriptor || IsWrittenInto(*place)) return "";
  return place->path;
}

Status CheckDistinct(const std::vector<std::string>& files) {
  std::map<std::string, std::string> known;
  for (const std::string& file : files) {
    const std::string replaced = ReplacedFile(file);
    if (replaced.empty()) continue;
    const auto [first, is_new] = known.emplace(replaced, file);
    if (is_new) continue;
    return Error{fmt::format(
        "two outputs go to one file, {}{}: the second would replace the first",
        first->second, first->second == file ? "" : " and " + file)};
  }
  return {};
}

Status WriteReport(const OutputTarget& target, const Assessment& assessment,
                   std::string_view color, RenderOptions options) {
  IEC_ASSIGN_OR_RETURN(const Format* format, FindFormat(target.format));
  if (target.file == "-") {
    options.color = UseColor(color, STDOUT_FILENO);
    options.width = WidthOf(STDOUT_FILENO);
  } else {
    options.color = color == "always";
  }
  return WriteOutput(target.file, format->render(assessment, options));
}

}  // namespace iec
