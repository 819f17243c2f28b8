// SPDX-License-Identifier: Apache-2.0
#include "ci/iec_collector_outputs.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "ci/iec_collector_messages.h"
#include "lib/base/exit_status.h"
#include "lib/base/text.h"
#include "lib/collect/expand.h"

namespace iec {
namespace {

using FileId = std::pair<dev_t, ino_t>;

std::optional<FileId> IdOf(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return std::nullopt;
  return FileId(info.st_dev, info.st_ino);
}

}  // namespace

Result<std::vector<OutputTarget>> ParseTargets(
    const std::vector<std::string>& specs,
    const std::vector<std::string>& formats) {
  std::vector<OutputTarget> targets;
  for (const std::string& spec : specs) {
    const size_t colon = spec.find(':');
    OutputTarget target;
    target.format = spec.substr(0, colon);
    target.file = colon == std::string::npos ? "-" : spec.substr(colon + 1);
    if (std::find(formats.begin(), formats.end(), target.format) ==
        formats.end()) {
      return Error{fmt::format("there is no output format '{}'{} (formats: {})",
                               Printable(target.format, 60),
                               DidYouMean(target.format, formats),
                               Join(formats, ", "))};
    }
    if (target.file.empty()) {
      return Error{
          fmt::format("--output {} names no file: write {}:FILE, or "
                      "{}:- for standard output",
                      spec, target.format, target.format)};
    }
    targets.push_back(std::move(target));
  }
  if (targets.empty()) targets.push_back({"table", "-"});
  return targets;
}

Status CheckTargets(const std::vector<OutputTarget>& targets,
                    const std::vector<std::string>& inputs) {
  std::vector<std::string> files;
  std::map<FileId, std::string> replaced;
  for (const OutputTarget& target : targets) {
    files.push_back(target.file);
    const auto id = IdOf(ReplacedFile(target.file));
    if (id) replaced.emplace(*id, target.file);
  }
  IEC_RETURN_IF_ERROR(CheckDistinct(files));
  if (replaced.empty()) return {};
  for (const std::string& input : inputs) {
    const auto expanded = ExpandInput(input);
    if (!expanded.ok()) continue;  // which reading it says as well
    for (const std::string& file : *expanded) {
      const auto id = file == "-" ? std::nullopt : IdOf(file);
      if (!id || !replaced.contains(*id)) continue;
      return Error{fmt::format(
          "--output {}: it is read as an input and would be replaced",
          replaced[*id])};
    }
  }
  return {};
}

bool WriteEach(const std::vector<OutputTarget>& targets,
               const std::function<Status(const OutputTarget&)>& write) {
  bool all_written = true;
  for (const OutputTarget& target : targets) {
    const Status status = write(target);
    if (status.ok()) continue;
    all_written = false;
    Fail(status.error().message, kExitNoVerdict);
  }
  return all_written;
}

RenderOptions RenderOptionsFor(const OutputTarget& target,
                               const std::string& color) {
  RenderOptions options;
  if (target.file != "-") {
    options.color = color == "always";
    return options;
  }
  options.color = UseColor(color, STDOUT_FILENO);
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) {
    options.width = size.ws_col;
  }
  return options;
}

}  // namespace iec
