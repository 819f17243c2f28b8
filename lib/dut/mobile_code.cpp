// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/mobile_code.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

constexpr std::array<std::string_view, 42> kRuntimes = {
    "java",     "appletviewer",  "javaws",   "node",
    "nodejs",   "deno",          "bun",      "qjs",
    "wasmtime", "wasmer",        "wasm3",    "iwasm",
    "wasmedge", "mono",          "dotnet",   "flashplayer",
    "gnash",    "chromium",      "chrome",   "google-chrome",
    "firefox",  "firefox-esr",   "epiphany", "cog",
    "surf",     "qutebrowser",   "gs",       "ghostscript",
    "soffice",  "acroread",      "docker",   "podman",
    "flatpak",  "snap",          "electron", "chromium-browser",
    "brave",    "brave-browser", "opera",    "vivaldi",
    "midori",   "falkon"};
// Where programs lie; below them no deeper than a package has its own "bin".
struct Directory {
  std::string_view path;
  int deepest;
};
// A product of its own may bring a runtime in a tree of its own.
constexpr std::array<Directory, 8> kDirectories = {{{"/usr/bin", 4},
                                                    {"/usr/sbin", 4},
                                                    {"/usr/local", 8},
                                                    {"/usr/games", 4},
                                                    {"/usr/lib", 4},
                                                    {"/usr/libexec", 6},
                                                    {"/opt", 8},
                                                    {"/snap", 4}}};

int DepthOf(const std::string& path) {
  return static_cast<int>(std::count(path.begin(), path.end(), '/'));
}

void FindOnDisk(const std::string& root, std::set<std::string>& found) {
  for (const Directory& directory : kDirectories) {
    const std::string top = root + std::string(directory.path);
    const int deepest = DepthOf(top) + directory.deepest;
    static_cast<void>(
        Walk(top, [&](const WalkObject& object) {
          if (S_ISDIR(object.info.st_mode)) {
            return DepthOf(object.path) < deepest ? WalkStep::kDescend
                                                  : WalkStep::kPass;
          }
          // A link that leads nowhere runs nothing.
          struct stat target {};
          if (IsMobileCodeRuntime(object.name) &&
              fstatat(object.directory_fd, object.name, &target, 0) == 0 &&
              S_ISREG(target.st_mode) && (target.st_mode & 0111) != 0) {
            found.insert(object.path);
          }
          return WalkStep::kPass;
        }).ok());
  }
}

void FindRunning(std::set<std::string>& found) {
  ProcessesWhere([&found](pid_t pid) {
    const std::string program = ProgramOf(pid);
    if (IsMobileCodeRuntime(program.substr(program.rfind('/') + 1))) {
      found.insert(fmt::format("process {} of {}", pid, program));
    }
    return false;
  });
}

// The kernel's own register of who runs files of which form.
void FindHandlers(const std::string& root, std::set<std::string>& found) {
  const std::string registry = root + "/proc/sys/fs/binfmt_misc";
  static_cast<void>(
      Walk(registry, [&](const WalkObject& object) {
        const auto text = ReadFile(object.path, 1u << 16);
        if (!text.ok() || !text->starts_with("enabled")) {
          return WalkStep::kPass;
        }
        const size_t at = text->find("interpreter ");
        if (at == std::string::npos) return WalkStep::kPass;
        const std::string program = Split(text->substr(at + 12), '\n')[0];
        if (IsMobileCodeRuntime(program.substr(program.rfind('/') + 1))) {
          found.insert("binfmt_misc: " + program);
        }
        return WalkStep::kPass;
      }).ok());
}

}  // namespace

bool IsMobileCodeRuntime(std::string_view program) {
  // "node18", "wasmtime-2.0"
  const size_t version = program.find_first_of("0123456789");
  std::string_view stem = program;
  if (version != std::string_view::npos && version > 0 &&
      program.find_first_not_of("0123456789.-", version) ==
          std::string_view::npos) {
    stem = program.substr(0, version);
    while (stem.ends_with('-')) stem.remove_suffix(1);
  }
  const auto known = [](std::string_view name) {
    return std::find(kRuntimes.begin(), kRuntimes.end(), name) !=
           kRuntimes.end();
  };
  return known(program) || known(stem);
}

std::vector<std::string> MobileCodeRuntimes(const std::string& root) {
  std::set<std::string> found;
  FindOnDisk(root, found);
  FindHandlers(root, found);
  if (root.empty()) FindRunning(found);
  return {found.begin(), found.end()};
}

}  // namespace iec
