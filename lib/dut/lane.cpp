// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/lane.h"

#include <algorithm>
#include <array>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace iec {
namespace {

constexpr std::array<std::string_view, 3> kNames = {"container", "qemu",
                                                    "board"};

bool Holds(const std::string& path, std::string_view what) {
  const auto text = ReadFile(path, 1u << 20);
  return text.ok() && text->find(what) != std::string::npos;
}

bool IsContainer(const std::string& root) {
  // Left by systemd inside; by Docker; by Podman.
  for (const char* mark :
       {"/run/systemd/container", "/.dockerenv", "/run/.containerenv"}) {
    if (Exists(root + mark)) return true;
  }
  const auto environment = ReadFile(root + "/proc/1/environ", 1u << 20);
  if (!environment.ok()) return false;
  const auto variables = Split(*environment, '\0');
  return std::any_of(
      variables.begin(), variables.end(),
      [](const std::string& v) { return v.starts_with("container="); });
}

bool IsQemu(const std::string& root) {
  return Exists(root + "/sys/firmware/qemu_fw_cfg") ||
         Holds(root + "/sys/class/dmi/id/sys_vendor", "QEMU") ||
         // Arm and RISC-V `virt` machines without DMI.
         Holds(root + "/proc/device-tree/compatible", "linux,dummy-virt") ||
         Holds(root + "/proc/device-tree/compatible", "riscv-virtio");
}

}  // namespace

std::string_view Name(Lane lane) { return kNames[static_cast<size_t>(lane)]; }

std::optional<Lane> ParseLane(std::string_view name) {
  const auto* found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Lane>(found - kNames.begin());
}

Lane DetectLane(const std::string& root) {
  if (IsContainer(root)) return Lane::kContainer;
  return IsQemu(root) ? Lane::kQemu : Lane::kBoard;
}

}  // namespace iec
