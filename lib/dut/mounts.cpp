// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/mounts.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace iec {
namespace {

// "\040" and the like, by which mountinfo writes blanks.
std::string UnescapeOctal(std::string_view text) {
  const auto octal = [&](size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '7';
  };
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && octal(i + 1) && octal(i + 2) && octal(i + 3)) {
      out += static_cast<char>((text[i + 1] - '0') * 64 +
                               (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> MountPointsIn(std::string_view mountinfo) {
  constexpr size_t kMountPoint = 4;
  std::vector<std::string> points;
  for (const std::string& line : Split(mountinfo, '\n')) {
    const auto fields = Split(line, ' ');
    if (fields.size() > kMountPoint) {
      points.push_back(UnescapeOctal(fields[kMountPoint]));
    }
  }
  return points;
}

std::vector<std::string> MountPoints() {
  const auto table = ReadFile("/proc/self/mountinfo");
  return table.ok() ? MountPointsIn(*table) : std::vector<std::string>();
}

std::vector<std::string> LaterMountsWithCode(std::string_view fstab) {
  constexpr std::string_view kTypes[] = {"vfat", "msdos",   "exfat",
                                         "ntfs", "ntfs3",   "ntfs-3g",
                                         "udf",  "iso9660", "auto"};
  std::vector<std::string> places;
  for (std::string line : Split(fstab, '\n')) {
    std::replace(line.begin(), line.end(), '\t', ' ');
    std::vector<std::string> words = Split(line, ' ');
    std::erase(words, "");
    if (words.size() < 4 || words[0].starts_with('#')) continue;
    const auto types = Split(words[2], ',');
    if (std::none_of(types.begin(), types.end(), [&](const std::string& type) {
          return std::find(std::begin(kTypes), std::end(kTypes), type) !=
                 std::end(kTypes);
        })) {
      continue;
    }
    bool later = false;
    bool runs = true;
    for (const std::string& option : Split(words[3], ',')) {
      if (option == "noauto" || option == "x-systemd.automount") later = true;
      // These three say noexec, unless exec follows.
      if (option == "noexec" || option == "user" || option == "users" ||
          option == "owner") {
        runs = false;
      }
      if (option == "exec") runs = true;
      // Nobody but root has anything there.
      if (option == "umask=077" || option == "umask=0077") later = false;
    }
    if (later && runs) places.push_back(words[1]);
  }
  return places;
}

}  // namespace iec
