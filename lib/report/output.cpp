// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "lib/base/file.h"
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

bool IsDeviceOrPipe(const std::string& file) {
  struct stat info {};
  return stat(file.c_str(), &info) == 0 && !S_ISREG(info.st_mode) &&
         !S_ISDIR(info.st_mode);
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
  if (!IsDeviceOrPipe(file)) return WriteFileAtomically(file, bytes, 0644);
  UniqueFd fd(open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd) return ErrnoError("opening", file);
  const Status status = WriteAll(fd.get(), bytes);
  if (!status.ok()) return status.error().Within(file);
  return status;
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
