// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/boot_options.h"

#include <algorithm>

#include "lib/base/text.h"
#include "lib/dut/paths.h"

namespace iec {
namespace {

bool IsOff(std::string_view value) {
  return value == "0" || value == "no" || value == "false" || value == "off";
}

// The programs that are an init by their names; what they are is another
// question.
bool IsInit(std::string_view path) {
  for (const std::string_view name :
       {"/init", "/sbin/init", "/usr/sbin/init", "/bin/systemd",
        "/lib/systemd/systemd", "/usr/lib/systemd/systemd",
        "/usr/lib/sysvinit/init", "/sbin/openrc-init", "/sbin/runit-init",
        "/bin/init"}) {
    if (path == name) return true;
  }
  return false;
}

bool IsOpen(std::string_view option) {
  const size_t equals = option.find('=');
  std::string name(option.substr(0, equals));
  std::replace(name.begin(), name.end(), '-', '_');
  const std::string_view value = equals == std::string_view::npos
                                     ? std::string_view()
                                     : option.substr(equals + 1);
  if (name == "init" || name == "rdinit") {
    return !value.empty() && !IsInit(value);
  }
  if (name == "systemd.debug_shell") return !IsOff(value);
  if (name == "rd.break" || name == "rd.systemd.debug_shell") return true;
  if (name == "break") return !value.empty();
  if (name == "SYSTEMD_SULOGIN_FORCE") return !IsOff(value);
  if (name == "systemd.setenv" || name == "rd.systemd.setenv") {
    return value.starts_with("SYSTEMD_SULOGIN_FORCE=") && IsOpen(value);
  }
  return (name == "systemd.wants" || name == "systemd.unit") &&
         value.starts_with("debug-shell");
}

}  // namespace

std::vector<std::string> OpenBootOptions(std::string_view text) {
  std::vector<std::string> found;
  for (const std::string& line : Split(text, '\n')) {
    if (Trim(line).starts_with('#')) continue;
    std::string plain = line;
    // GRUB_CMDLINE_LINUX="quiet init=/bin/sh"
    for (const char* quoted : {"=\"", "='"}) {
      if (const size_t at = plain.find(quoted); at != std::string::npos) {
        plain.replace(at, 2, "  ");
      }
    }
    std::replace_if(
        plain.begin(), plain.end(),
        [](char c) { return c == '"' || c == '\'' || c == '\t' || c == '\0'; },
        ' ');
    for (const std::string& word : Split(plain, ' ')) {
      if (IsOpen(word)) found.push_back(word);
    }
  }
  return found;
}

std::vector<std::string> BootOptionFiles() {
  std::vector<std::string> files;
  for (const char* pattern :
       {"/etc/kernel/cmdline", "/etc/kernel/cmdline.d/*",
        "/etc/cmdline.d/*.conf", "/etc/default/grub",
        "/etc/default/grub.d/*.cfg", "/boot/grub/grub.cfg",
        "/boot/grub2/grub.cfg", "/boot/efi/EFI/*/grub.cfg",
        "/boot/loader/entries/*.conf", "/boot/efi/loader/entries/*.conf",
        "/efi/loader/entries/*.conf", "/boot/extlinux/extlinux.conf",
        "/boot/syslinux/syslinux.cfg", "/boot/cmdline.txt",
        "/boot/firmware/cmdline.txt", "/etc/default/u-boot",
        "/etc/extlinux.conf", "/etc/lilo.conf"}) {
    for (std::string& path : MatchingPaths(pattern)) {
      files.push_back(std::move(path));
    }
  }
  return files;
}

}  // namespace iec
