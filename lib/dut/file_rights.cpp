// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/file_rights.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/base/text.h"

namespace iec {
namespace {

// In the order of the kernel's <linux/capability.h>.
constexpr std::array<std::string_view, 41> kNames = {"chown",
                                                     "dac_override",
                                                     "dac_read_search",
                                                     "fowner",
                                                     "fsetid",
                                                     "kill",
                                                     "setgid",
                                                     "setuid",
                                                     "setpcap",
                                                     "linux_immutable",
                                                     "net_bind_service",
                                                     "net_broadcast",
                                                     "net_admin",
                                                     "net_raw",
                                                     "ipc_lock",
                                                     "ipc_owner",
                                                     "sys_module",
                                                     "sys_rawio",
                                                     "sys_chroot",
                                                     "sys_ptrace",
                                                     "sys_pacct",
                                                     "sys_admin",
                                                     "sys_boot",
                                                     "sys_nice",
                                                     "sys_resource",
                                                     "sys_time",
                                                     "sys_tty_config",
                                                     "mknod",
                                                     "lease",
                                                     "audit_write",
                                                     "audit_control",
                                                     "setfcap",
                                                     "mac_override",
                                                     "mac_admin",
                                                     "syslog",
                                                     "wake_alarm",
                                                     "block_suspend",
                                                     "audit_read",
                                                     "perfmon",
                                                     "bpf",
                                                     "checkpoint_restore"};
constexpr uint64_t kAll = (uint64_t{1} << kNames.size()) - 1;

uint32_t LittleEndian(std::string_view bytes, size_t at, size_t size) {
  uint32_t number = 0;
  for (size_t i = size; i-- > 0;) {
    number = (number << 8) | static_cast<unsigned char>(bytes[at + i]);
  }
  return number;
}

std::string NameOf(unsigned capability) {
  if (capability < kNames.size()) {
    return fmt::format("cap_{}", kNames[capability]);
  }
  return fmt::format("{}", capability);
}

Result<uint64_t> ParseNames(std::string_view list) {
  if (list.empty() || list == "all") return kAll;
  uint64_t set = 0;
  for (const std::string& name : Split(list, ',')) {
    bool known = false;
    for (unsigned i = 0; i < 64; ++i) {
      if (NameOf(i) != Lower(name)) continue;
      set |= uint64_t{1} << i;
      known = true;
    }
    if (!known) return Error{"no capability is called " + Printable(name)};
  }
  return set;
}

struct Sets {
  uint64_t permitted = 0;
  uint64_t inheritable = 0;
  uint64_t effective = 0;
};

// One clause: names, then one or more of an operator and flags.
Status Apply(std::string_view clause, Sets& sets) {
  size_t at = std::min(clause.find_first_of("=+-"), clause.size());
  IEC_ASSIGN_OR_RETURN(const uint64_t names, ParseNames(clause.substr(0, at)));
  if (at == clause.size()) return Error{"a clause has no =, + or -"};
  while (at < clause.size()) {
    const char operation = clause[at];
    const size_t end =
        std::min(clause.find_first_of("=+-", at + 1), clause.size());
    const std::string_view flags = clause.substr(at + 1, end - at - 1);
    if (flags.find_first_not_of("eip") != std::string_view::npos) {
      return Error{"a flag is none of e, i and p"};
    }
    for (const auto& [flag, set] :
         {std::pair{'p', &sets.permitted}, std::pair{'i', &sets.inheritable},
          std::pair{'e', &sets.effective}}) {
      const bool named = flags.find(flag) != std::string_view::npos;
      if (operation == '=' || (operation == '-' && named)) *set &= ~names;
      if (operation != '-' && named) *set |= names;
    }
    at = end;
  }
  return {};
}

}  // namespace

Result<FileCapabilities> DecodeCapabilities(std::string_view bytes) {
  constexpr uint32_t kRevisionMask = 0xff000000;
  constexpr size_t kSizes[] = {12, 20, 24};  // of revisions 1, 2, 3
  if (bytes.size() < sizeof(uint32_t)) return Error{"too short"};
  const uint32_t magic = LittleEndian(bytes, 0, 4);
  const uint32_t revision = (magic & kRevisionMask) >> 24;
  if (revision < 1 || revision > 3 || bytes.size() != kSizes[revision - 1]) {
    return Error{
        fmt::format("{} bytes of revision {}", bytes.size(), revision)};
  }
  FileCapabilities capabilities;
  capabilities.effective = (magic & 1) != 0;
  for (size_t half = 0; half < (revision == 1 ? 1u : 2u); ++half) {
    const size_t at = 4 + half * 8;
    const auto shift = static_cast<unsigned>(half * 32);
    capabilities.permitted |= uint64_t{LittleEndian(bytes, at, 4)} << shift;
    capabilities.inheritable |= uint64_t{LittleEndian(bytes, at + 4, 4)}
                                << shift;
  }
  if (revision == 3) capabilities.root_id = LittleEndian(bytes, 20, 4);
  return capabilities;
}

std::string ToText(const FileCapabilities& capabilities) {
  std::string text;
  for (const std::string_view flags : {"ep", "eip", "ei", "p", "ip", "i"}) {
    const bool effective = flags[0] == 'e';
    if (effective != capabilities.effective) continue;
    const bool inheritable = flags.find('i') != std::string_view::npos;
    const bool permitted = flags.find('p') != std::string_view::npos;
    std::vector<std::string> names;
    uint64_t set = 0;
    for (unsigned i = 0; i < 64; ++i) {
      const uint64_t bit = uint64_t{1} << i;
      if (((capabilities.permitted & bit) != 0) == permitted &&
          ((capabilities.inheritable & bit) != 0) == inheritable) {
        names.push_back(NameOf(i));
        set |= bit;
      }
    }
    if (names.empty()) continue;
    if (!text.empty()) text += ' ';
    text += fmt::format("{}={}", set == kAll ? "" : Join(names, ","), flags);
  }
  if (text.empty()) text = "=";
  if (capabilities.root_id != 0) {
    text += fmt::format(" [rootid={}]", capabilities.root_id);
  }
  return text;
}

Result<FileCapabilities> ParseCapabilities(std::string_view text) {
  Sets sets;
  FileCapabilities capabilities;
  constexpr std::string_view kRootId = "[rootid=";
  for (const std::string& clause : Split(Trim(text), ' ')) {
    if (clause.empty()) continue;
    if (clause.starts_with(kRootId) && clause.ends_with(']')) {
      const auto id = ParseInteger(std::string_view(clause).substr(
          kRootId.size(), clause.size() - 1 - kRootId.size()));
      if (!id || *id < 0 || *id > UINT32_MAX) return Error{"no root id"};
      capabilities.root_id = static_cast<uint32_t>(*id);
      continue;
    }
    if (auto status = Apply(clause, sets); !status.ok()) {
      return status.error().Within("'" + Printable(text) + "'");
    }
  }
  // A file has one effective bit for all its capabilities.
  if (sets.effective != 0 &&
      sets.effective != (sets.permitted | sets.inheritable)) {
    return Error{"'" + Printable(text) +
                 "': on a file e is for all of its capabilities or none"};
  }
  capabilities.permitted = sets.permitted;
  capabilities.inheritable = sets.inheritable;
  capabilities.effective = sets.effective != 0;
  return capabilities;
}

Result<std::vector<AclGrant>> DecodeAcl(std::string_view bytes) {
  constexpr size_t kHeader = 4;
  constexpr size_t kEntry = 8;
  constexpr uint32_t kVersion = 2;
  constexpr uint32_t kUser = 0x02, kGroup = 0x08, kMask = 0x10;
  constexpr uint32_t kWrite = 0x02;
  if (bytes.size() < kHeader || (bytes.size() - kHeader) % kEntry != 0 ||
      LittleEndian(bytes, 0, 4) != kVersion) {
    return Error{"not an access control list"};
  }
  std::vector<AclGrant> grants;
  bool mask_allows = true;
  for (size_t at = kHeader; at < bytes.size(); at += kEntry) {
    const uint32_t tag = LittleEndian(bytes, at, 2);
    const bool write = (LittleEndian(bytes, at + 2, 2) & kWrite) != 0;
    if (tag == kMask) mask_allows = write;
    if (tag != kUser && tag != kGroup) continue;
    grants.push_back(
        {tag == kUser ? AclGrant::Kind::kUser : AclGrant::Kind::kGroup,
         LittleEndian(bytes, at + 4, 4), write});
  }
  for (AclGrant& grant : grants) {
    grant.may_write = grant.may_write && mask_allows;
  }
  return grants;
}

}  // namespace iec
