// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/raw_nodes.h"

#include <fmt/format.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <iterator>

#include "lib/base/file.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

constexpr std::string_view kInFront[] = {
    "tty",     "sound",  "video4linux", "media", "drm", "graphics", "usb",
    "usbmisc", "hidraw", "printer",     "lp",    "dvb", "rc",       "rfkill"};

constexpr unsigned kMemory = 1;  // mem, port; but also null and the like
constexpr unsigned kFloppy = 2;
constexpr unsigned kTerminals[] = {4, 5};
constexpr unsigned kCdRom = 11;
constexpr unsigned kInput = 13;
constexpr unsigned kLastJoystick = 31;
constexpr unsigned kMiscellaneous = 10;
constexpr unsigned kAutofs = 235;  // everybody's to open, and root's to ask
constexpr unsigned kFirstPty = 136;
constexpr unsigned kLastPty = 143;

// "mtd"; empty where there is none.
std::string SubsystemOf(dev_t number) {
  const std::string target = LinkTarget(fmt::format(
      "/sys/dev/char/{}:{}/subsystem", major(number), minor(number)));
  return std::string(FileName(target));
}

}  // namespace

bool IsForMedia(const struct stat& info) {
  return S_ISBLK(info.st_mode) &&
         (major(info.st_rdev) == kFloppy || major(info.st_rdev) == kCdRom);
}

bool IsRaw(dev_t number, std::string_view subsystem) {
  const unsigned kind = major(number);
  if (number == 0) return false;  // opens nothing
  if (kind == kMemory) {
    const unsigned which = minor(number);  // mem, kmem, port
    return which == 1 || which == 2 || which == 4;
  }
  if (kind == kInput && minor(number) <= kLastJoystick) return false;
  if (kind == kMiscellaneous && minor(number) == kAutofs) return false;
  if (std::find(std::begin(kTerminals), std::end(kTerminals), kind) !=
          std::end(kTerminals) ||
      (kind >= kFirstPty && kind <= kLastPty)) {
    return false;
  }
  return std::find(std::begin(kInFront), std::end(kInFront), subsystem) ==
         std::end(kInFront);
}

Result<RawNodes> FindRawNodes() {
  RawNodes nodes;
  const auto walked = Walk("/dev", [&](const WalkObject& object) {
    const struct stat& info = object.info;
    // Everybody's are judged by themselves.
    const bool open = (info.st_mode & S_IWOTH) != 0 && object.reachable;
    if (S_ISBLK(info.st_mode) && !IsForMedia(info)) {
      nodes.disks.push_back(object.path);
    } else if (S_ISCHR(info.st_mode) && !open &&
               IsRaw(info.st_rdev, SubsystemOf(info.st_rdev))) {
      nodes.devices.push_back(object.path);
    }
    return WalkStep::kDescend;
  });
  if (!walked.ok()) return walked.error();
  return nodes;
}

}  // namespace iec
