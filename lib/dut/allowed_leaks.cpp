// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.h"
#include "lib/dut/privilege_leak.h"
#include "lib/profile/allow_list.h"

namespace iec {
namespace {

using Kind = PrivilegeLeak::Kind;

constexpr std::string_view kSetuidList = "filesystem.setuid";
constexpr std::string_view kCapabilityList = "filesystem.capabilities";
constexpr std::string_view kWritableList = "filesystem.world_writable";
constexpr std::string_view kSocketList = "filesystem.sockets";
constexpr std::string_view kDeviceList = "filesystem.devices";

std::string_view ListOf(Kind kind) {
  switch (kind) {
    case Kind::kSetuid:
      return kSetuidList;
    case Kind::kCapabilities:
      return kCapabilityList;
    case Kind::kSocket:
      return kSocketList;
    case Kind::kDevice:
      return kDeviceList;
    default:
      return kWritableList;
  }
}

// A name or a number; nothing where this device has no such account.
template <typename Find>
std::optional<uint32_t> IdOf(const std::string& text, Find find) {
  if (const auto number = ParseInteger(text)) {
    return static_cast<uint32_t>(*number);
  }
  return find(text);
}

Result<PrivilegeLeak> ParseSetuid(const std::string& text,
                                  const PasswdDb& accounts) {
  IEC_ASSIGN_OR_RETURN(const AllowedSetuid allowed, ParseAllowedSetuid(text));
  const auto uid =
      IdOf(allowed.owner, [&](const auto& name) -> std::optional<uint32_t> {
        const User* user = accounts.FindUser(name);
        return user ? std::optional(user->uid) : std::nullopt;
      });
  const auto gid =
      IdOf(allowed.group, [&](const auto& name) -> std::optional<uint32_t> {
        const Group* group = accounts.FindGroup(name);
        return group ? std::optional(group->gid) : std::nullopt;
      });
  PrivilegeLeak leak;
  leak.path = allowed.path;
  leak.mode = static_cast<mode_t>(allowed.mode);
  // An account that this device lacks owns no file, so it matches none.
  leak.uid = uid.value_or(UINT32_MAX);
  leak.gid = gid.value_or(UINT32_MAX);
  return leak;
}

Result<PrivilegeLeak> ParseItem(std::string_view list, const std::string& text,
                                const PasswdDb& accounts) {
  if (list == kSetuidList) return ParseSetuid(text, accounts);
  PrivilegeLeak leak;
  leak.path = text;
  if (list == kCapabilityList) {
    IEC_ASSIGN_OR_RETURN(const AllowedCapabilities allowed,
                         ParseAllowedCapabilities(text));
    leak.path = allowed.path;
    IEC_ASSIGN_OR_RETURN(leak.capabilities,
                         ParseCapabilities(allowed.capabilities));
  }
  return leak;
}

bool Matches(const PrivilegeLeak& expected, const PrivilegeLeak& leak) {
  if (expected.path != leak.path) return false;
  if (leak.kind == Kind::kSetuid) {
    return expected.mode == leak.mode && expected.uid == leak.uid &&
           expected.gid == leak.gid;
  }
  if (leak.kind == Kind::kCapabilities) {
    return leak.detail.empty() && expected.capabilities == leak.capabilities;
  }
  return true;
}

}  // namespace

Result<AllowedLeaks> AllowedLeaks::From(const Profile& profile,
                                        const PasswdDb& accounts) {
  AllowedLeaks allowed;
  for (const std::string_view list :
       {kSetuidList, kCapabilityList, kWritableList, kSocketList,
        kDeviceList}) {
    IEC_ASSIGN_OR_RETURN(const auto texts, profile.List(list));
    for (const std::string& text : texts) {
      auto item = ParseItem(list, text, accounts);
      if (!item.ok()) return item.error().Within(std::string(list));
      allowed.items_.push_back(
          {text, std::string(list), std::move(item).value(), false});
    }
  }
  return allowed;
}

bool AllowedLeaks::Allows(const PrivilegeLeak& leak) {
  const std::string_view list = ListOf(leak.kind);
  for (Item& item : items_) {
    if (item.list != list || !Matches(item.expected, leak)) continue;
    item.used = true;
    return true;
  }
  return false;
}

std::vector<std::string> AllowedLeaks::Unused() const {
  std::vector<std::string> unused;
  for (const Item& item : items_) {
    if (!item.used) unused.push_back(item.list + ": " + item.text);
  }
  return unused;
}

}  // namespace iec
