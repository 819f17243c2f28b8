// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/writable_places.h"

#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "lib/dut/mounts.h"
#include "lib/dut/scan.h"

namespace iec {
namespace {

// A list may let somebody in whom the mode does not: with one, the bits of the
// group are the most that it gives to anybody.
bool HasAccessList(const ScanObject& object) {
  const auto names = object.AttributeNames();
  return std::find(names.begin(), names.end(), "system.posix_acl_access") !=
         names.end();
}

bool MayBeWritable(const ScanObject& object) {
  const struct stat& info = object.info();
  if ((info.st_mode & S_IWOTH) != 0) return true;
  if (info.st_uid != 0 && (info.st_mode & S_IWUSR) != 0) return true;
  return (info.st_mode & S_IWGRP) != 0 &&
         (info.st_gid != 0 || HasAccessList(object));
}

bool IsBelow(const std::string& path, const std::string& directory) {
  return path.starts_with(directory) &&
         (directory == "/" || path.size() == directory.size() ||
          path[directory.size()] == '/');
}

}  // namespace

Result<std::vector<std::string>> WritablePlaces(const std::string& root) {
  std::set<std::string> places;
  const auto list = MountPoints();
  const std::set<std::string> points(list.begin(), list.end());
  std::set<std::string> shown;
  const auto look = [&](const ScanObject& object) {
    if (!S_ISDIR(object.info().st_mode)) return;
    if (points.contains(object.path())) shown.insert(object.path());
    if (MayBeWritable(object)) places.insert(object.path());
  };
  IEC_ASSIGN_OR_RETURN(auto summary, ScanFileSystem({.root = root}, look));
  for (const std::string& point : points) {
    // Shown already, or left out for what it is: "/proc (proc)".
    const bool known =
        shown.contains(point) || !IsBelow(point, root) ||
        std::any_of(summary.skipped.begin(), summary.skipped.end(),
                    [&](const std::string& skipped) {
                      return IsBelow(point,
                                     skipped.substr(0, skipped.rfind(" (")));
                    });
    if (known) continue;
    // What cannot be opened is covered by something else that is mounted.
    if (const auto more = ScanFileSystem({.root = point}, look); more.ok()) {
      summary.skipped.insert(summary.skipped.end(), more->skipped.begin(),
                             more->skipped.end());
    }
  }
  return std::vector<std::string>(places.begin(), places.end());
}

}  // namespace iec
