// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/privilege_leak.h"

#include <fmt/format.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <array>

#include "lib/base/text.h"

namespace iec {
namespace {

using Kind = PrivilegeLeak::Kind;

constexpr std::array<std::string_view, 8> kKindNames = {
    "setuid",
    "capabilities",
    "world-writable file",
    "world-writable directory",
    "writable through an ACL",
    "socket",
    "device",
    "untrusted owner"};

// What root runs programs and reads settings from.
constexpr std::array<std::string_view, 12> kTrustedTrees = {
    "/usr",  "/etc", "/opt",   "/boot",  "/root",   "/bin",
    "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/libo32"};

bool IsBelow(std::string_view path, std::string_view directory) {
  return path.starts_with(directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

// A node 0:0 opens nothing: an empty overlay entry ("deleted here"), or what
// systemd covers hidden paths with.
bool OpensNothing(const struct stat& info) {
  return info.st_rdev == makedev(0, 0);
}

class Inspection {
 public:
  Inspection(const ScanObject& object,
             const std::function<void(PrivilegeLeak)>& found)
      : object_(object), info_(object.info()), found_(found) {}

  void Run() {
    const bool everybody_writes = (info_.st_mode & S_IWOTH) != 0;
    const bool open = everybody_writes && object_.reachable();
    if (S_ISREG(info_.st_mode)) {
      if ((info_.st_mode & (S_ISUID | S_ISGID)) != 0) Report(Kind::kSetuid);
      if (open) Report(Kind::kWorldWritableFile);
    } else if (S_ISDIR(info_.st_mode)) {
      // What everybody may put where root reads is no less for the sticky bit.
      if (open &&
          ((info_.st_mode & S_ISVTX) == 0 || IsTrusted(object_.path()))) {
        Report(Kind::kWorldWritableDirectory);
      }
    } else if (S_ISSOCK(info_.st_mode)) {
      if (open) Report(Kind::kSocket);
    } else if (S_ISCHR(info_.st_mode) || S_ISBLK(info_.st_mode)) {
      const bool misplaced =
          !IsBelow(object_.path(), "/dev") && !OpensNothing(info_);
      if (open || misplaced) Report(Kind::kDevice);
    }
    if (S_ISREG(info_.st_mode) || S_ISDIR(info_.st_mode)) {
      LookAtAttributes();
      LookAtOwner();
    }
  }

 private:
  PrivilegeLeak Leak(Kind kind) const {
    PrivilegeLeak leak;
    leak.kind = kind;
    leak.path = object_.path();
    leak.mode = info_.st_mode & 07777;
    leak.uid = info_.st_uid;
    leak.gid = info_.st_gid;
    return leak;
  }

  void Report(Kind kind, std::string detail = "") const {
    PrivilegeLeak leak = Leak(kind);
    leak.detail = std::move(detail);
    found_(std::move(leak));
  }

  void LookAtAttributes() const {
    for (const std::string& name : object_.AttributeNames()) {
      const bool capability =
          name == "security.capability" && S_ISREG(info_.st_mode);
      const bool acl = name == "system.posix_acl_access" ||
                       name == "system.posix_acl_default";
      if (!capability && !acl) continue;
      const auto value = object_.Attribute(name);
      if (!value) continue;
      if (capability) {
        LookAtCapabilities(*value);
      } else if (object_.reachable()) {
        LookAtAcl(*value);
      }
    }
  }

  void LookAtCapabilities(std::string_view value) const {
    PrivilegeLeak leak = Leak(Kind::kCapabilities);
    const auto capabilities = DecodeCapabilities(value);
    if (capabilities.ok()) {
      leak.capabilities = *capabilities;
    } else {
      leak.detail = "of an unknown form: " + capabilities.error().message;
    }
    found_(std::move(leak));
  }

  void LookAtAcl(std::string_view value) const {
    const auto grants = DecodeAcl(value);
    if (!grants.ok()) return;
    for (const AclGrant& grant : *grants) {
      const bool user = grant.kind == AclGrant::Kind::kUser;
      // Who owns it may write it anyway, or could be let by the mode alone.
      const bool harmless =
          grant.id == 0 || grant.id == (user ? info_.st_uid : info_.st_gid);
      if (!grant.may_write || harmless) continue;
      Report(Kind::kAclWrite,
             fmt::format("{} {}", user ? "user" : "group", grant.id));
    }
  }

  void LookAtOwner() const {
    if (!IsTrusted(object_.path())) return;
    if (info_.st_uid != 0) {
      Report(Kind::kUntrustedOwner, fmt::format("user {}", info_.st_uid));
    } else if (info_.st_gid != 0 && (info_.st_mode & S_IWGRP) != 0) {
      Report(Kind::kUntrustedOwner, fmt::format("group {}", info_.st_gid));
    }
  }

  const ScanObject& object_;
  const struct stat& info_;
  const std::function<void(PrivilegeLeak)>& found_;
};

std::string UserName(uid_t uid, const PasswdDb& accounts) {
  const User* user = accounts.FindUid(uid);
  return user ? user->name : fmt::format("{}", uid);
}

std::string GroupName(gid_t gid, const PasswdDb& accounts) {
  const Group* group = accounts.FindGid(gid);
  return group ? group->name : fmt::format("{}", gid);
}

}  // namespace

bool IsTrusted(std::string_view path) {
  return std::any_of(
      kTrustedTrees.begin(), kTrustedTrees.end(),
      [path](std::string_view tree) { return IsBelow(path, tree); });
}

std::string_view Name(PrivilegeLeak::Kind kind) {
  return kKindNames[static_cast<size_t>(kind)];
}

void FindPrivilegeLeaks(const ScanObject& object,
                        const std::function<void(PrivilegeLeak)>& found) {
  Inspection(object, found).Run();
}

std::string ToProfileItem(const PrivilegeLeak& leak, const PasswdDb& accounts) {
  if (leak.kind == Kind::kSetuid) {
    return fmt::format("{:04o} {}:{} {}", leak.mode,
                       UserName(leak.uid, accounts),
                       GroupName(leak.gid, accounts), leak.path);
  }
  if (leak.kind == Kind::kCapabilities) {
    return fmt::format("{} {}", leak.path, ToText(leak.capabilities));
  }
  return leak.path;
}

std::string Describe(const PrivilegeLeak& leak, const PasswdDb& accounts) {
  std::string text =
      fmt::format("{}: {:04o} {}:{} {}", Name(leak.kind), leak.mode,
                  UserName(leak.uid, accounts), GroupName(leak.gid, accounts),
                  Printable(leak.path));
  if (leak.kind == Kind::kCapabilities && leak.detail.empty()) {
    text += " " + ToText(leak.capabilities);
  }
  if (!leak.detail.empty()) text += " (" + leak.detail + ")";
  return text;
}

}  // namespace iec
