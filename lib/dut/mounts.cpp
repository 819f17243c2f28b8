// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/mounts.h"

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

}  // namespace iec
