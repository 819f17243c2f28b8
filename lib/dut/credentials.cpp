// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/credentials.h"

#include <fmt/format.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/as_user.h"

namespace iec {
namespace {

constexpr unsigned kMostCapabilities = 64;

// In the order of their numbers in linux/capability.h.
constexpr std::array<std::string_view, 41> kNames = {"cap_chown",
                                                     "cap_dac_override",
                                                     "cap_dac_read_search",
                                                     "cap_fowner",
                                                     "cap_fsetid",
                                                     "cap_kill",
                                                     "cap_setgid",
                                                     "cap_setuid",
                                                     "cap_setpcap",
                                                     "cap_linux_immutable",
                                                     "cap_net_bind_service",
                                                     "cap_net_broadcast",
                                                     "cap_net_admin",
                                                     "cap_net_raw",
                                                     "cap_ipc_lock",
                                                     "cap_ipc_owner",
                                                     "cap_sys_module",
                                                     "cap_sys_rawio",
                                                     "cap_sys_chroot",
                                                     "cap_sys_ptrace",
                                                     "cap_sys_pacct",
                                                     "cap_sys_admin",
                                                     "cap_sys_boot",
                                                     "cap_sys_nice",
                                                     "cap_sys_resource",
                                                     "cap_sys_time",
                                                     "cap_sys_tty_config",
                                                     "cap_mknod",
                                                     "cap_lease",
                                                     "cap_audit_write",
                                                     "cap_audit_control",
                                                     "cap_setfcap",
                                                     "cap_mac_override",
                                                     "cap_mac_admin",
                                                     "cap_syslog",
                                                     "cap_wake_alarm",
                                                     "cap_block_suspend",
                                                     "cap_audit_read",
                                                     "cap_perfmon",
                                                     "cap_bpf",
                                                     "cap_checkpoint_restore"};

uint64_t Bit(unsigned capability) { return uint64_t{1} << capability; }

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c != ' ' && c != '\t') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

std::optional<uint64_t> ParseHex(std::string_view text) {
  if (text.empty() || text.size() > 16) return std::nullopt;
  uint64_t value = 0;
  for (const char c : text) {
    const size_t digit = std::string_view("0123456789abcdef").find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value << 4 | digit;
  }
  return value;
}

bool SetCapabilities(const Credentials& who) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2] = {};
  for (unsigned half = 0; half < 2; ++half) {
    data[half].effective = static_cast<uint32_t>(who.effective >> 32 * half);
    data[half].permitted = static_cast<uint32_t>(who.permitted >> 32 * half);
    data[half].inheritable =
        static_cast<uint32_t>(who.inheritable >> 32 * half);
  }
  return syscall(SYS_capset, &header, data) == 0;
}

bool Become(const Credentials& who) {
  for (unsigned i = 0; i < kMostCapabilities; ++i) {
    // Those that this kernel does not have are no error.
    if ((who.bounding & Bit(i)) == 0) prctl(PR_CAPBSET_DROP, i, 0, 0, 0);
  }
  if (setgroups(who.groups.size(), who.groups.data()) != 0 ||
      setresgid(who.gids[0], who.gids[1], who.gids[2]) != 0 ||
      prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0 ||
      setresuid(who.uids[0], who.uids[1], who.uids[2]) != 0 ||
      !SetCapabilities(who)) {
    return false;
  }
  for (unsigned i = 0; i < kMostCapabilities; ++i) {
    if ((who.ambient & Bit(i)) != 0 &&
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0) != 0) {
      return false;
    }
  }
  setfsuid(who.uids[3]);
  setfsgid(who.gids[3]);
  if (who.no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return false;
  }
  return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
}

}  // namespace

bool Credentials::IsRoot() const {
  return std::find(uids.begin(), uids.end(), 0U) != uids.end();
}

Result<Credentials> ParseCredentials(std::string_view status) {
  Credentials who;
  int found = 0;
  for (const std::string& line : Split(status, '\n')) {
    const size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::string name = line.substr(0, colon);
    const auto words = Words(std::string_view(line).substr(colon + 1));
    std::array<uint32_t, 4>* ids = name == "Uid"   ? &who.uids
                                   : name == "Gid" ? &who.gids
                                                   : nullptr;
    uint64_t* mask = name == "CapInh"   ? &who.inheritable
                     : name == "CapPrm" ? &who.permitted
                     : name == "CapEff" ? &who.effective
                     : name == "CapBnd" ? &who.bounding
                     : name == "CapAmb" ? &who.ambient
                                        : nullptr;
    if (ids != nullptr && words.size() == ids->size()) {
      for (size_t i = 0; i < words.size(); ++i) {
        (*ids)[i] = static_cast<uint32_t>(ParseInteger(words[i]).value_or(0));
      }
      ++found;
    } else if (mask != nullptr && words.size() == 1) {
      const auto value = ParseHex(words[0]);
      if (!value) return Error{"no capabilities: " + Printable(line)};
      *mask = *value;
      ++found;
    } else if (name == "Groups") {
      for (const std::string& word : words) {
        who.groups.push_back(
            static_cast<gid_t>(ParseInteger(word).value_or(0)));
      }
    } else if (name == "NoNewPrivs" && words.size() == 1) {
      who.no_new_privileges = words[0] == "1";
    }
  }
  constexpr int kFields = 7;
  if (found != kFields) return Error{"that is no status of a process"};
  return who;
}

Result<Credentials> CredentialsOf(pid_t pid) {
  IEC_ASSIGN_OR_RETURN(const std::string status,
                       ReadFile(fmt::format("/proc/{}/status", pid)));
  return ParseCredentials(status);
}

std::string CapabilityNames(uint64_t capabilities) {
  std::vector<std::string> names;
  for (unsigned i = 0; i < kMostCapabilities; ++i) {
    if ((capabilities & Bit(i)) == 0) continue;
    names.push_back(i < kNames.size() ? std::string(kNames[i])
                                      : fmt::format("{}", i));
  }
  return Join(names, ",");
}

Result<uint64_t> ParseCapabilityNames(std::string_view names) {
  uint64_t capabilities = 0;
  for (const std::string& name : Split(names, ',')) {
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end()) {
      return Error{"'" + Printable(name) + "' is no capability"};
    }
    capabilities |= Bit(static_cast<unsigned>(found - kNames.begin()));
  }
  return capabilities;
}

Result<std::string> WithCredentials(const Credentials& who,
                                    const std::function<std::string()>& work,
                                    std::chrono::milliseconds timeout) {
  return InFork([&who] { return Become(who); },
                fmt::format("user id {}", who.uids[1]), work, timeout);
}

}  // namespace iec
