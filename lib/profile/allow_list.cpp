// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/allow_list.h"

#include <algorithm>
#include <optional>

#include "lib/base/text.h"

namespace iec {
namespace {

constexpr unsigned kSetIdBits = 06000;
constexpr size_t kQuoted = 100;

std::string Quote(std::string_view text) {
  return "'" + Printable(text, kQuoted) + "'";
}

std::optional<unsigned> ParseMode(std::string_view text) {
  if (text.size() != 4) return std::nullopt;
  unsigned mode = 0;
  for (const char c : text) {
    if (c < '0' || c > '7') return std::nullopt;
    mode = mode * 8 + static_cast<unsigned>(c - '0');
  }
  return mode;
}

bool IsOwnerName(std::string_view name) {
  return !name.empty() && !name.starts_with('-') &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
                  c == '$';
         });
}

bool IsCapabilityText(std::string_view text) {
  const bool has_sets = text.find_first_of("=+") != std::string_view::npos;
  return has_sets && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == ',' || c == '=' || c == '+' || c == ' ';
         });
}

}  // namespace

Status CheckAllowedPath(std::string_view path) {
  if (!path.starts_with('/')) {
    return Error{Quote(path) + " is not an absolute path"};
  }
  if (path == "/") return Error{"'/' would allow everything"};
  for (const std::string& part : Split(path.substr(1), '/')) {
    if (part.empty() || part == "." || part == "..") {
      return Error{Quote(path) +
                   " is not in its shortest form (no '//', '/./', '/../', "
                   "no '/' at the end), so nothing would match it"};
    }
  }
  return {};
}

Result<AllowedSetuid> ParseAllowedSetuid(std::string_view item) {
  const Error wrong{Quote(item) +
                    " does not read as MODE OWNER:GROUP PATH, such as "
                    "'4755 root:root /usr/bin/su'"};
  const size_t first = item.find(' ');
  if (first == std::string_view::npos) return wrong;
  const size_t second = item.find(' ', first + 1);
  if (second == std::string_view::npos) return wrong;
  const auto mode = ParseMode(item.substr(0, first));
  const std::string_view owners = item.substr(first + 1, second - first - 1);
  const size_t colon = owners.find(':');
  if (!mode || colon == std::string_view::npos) return wrong;
  AllowedSetuid allowed;
  allowed.mode = *mode;
  allowed.owner = owners.substr(0, colon);
  allowed.group = owners.substr(colon + 1);
  allowed.path = item.substr(second + 1);
  if (!IsOwnerName(allowed.owner) || !IsOwnerName(allowed.group)) return wrong;
  if ((allowed.mode & kSetIdBits) == 0) {
    return Error{Quote(item) +
                 " has neither the set-user-ID bit (4000) nor the "
                 "set-group-ID bit (2000)"};
  }
  IEC_RETURN_IF_ERROR(CheckAllowedPath(allowed.path));
  return allowed;
}

Result<AllowedCapabilities> ParseAllowedCapabilities(std::string_view item) {
  const Error wrong{Quote(item) +
                    " does not read as PATH CAPABILITIES, such as "
                    "'/usr/bin/ping cap_net_raw=ep'"};
  // A path may hold blanks; what follows it begins in one of two ways.
  const size_t end = std::min(item.find(" cap_"), item.find(" ="));
  if (end == std::string_view::npos) return wrong;
  AllowedCapabilities allowed;
  allowed.path = item.substr(0, end);
  allowed.capabilities = item.substr(end + 1);
  if (!IsCapabilityText(allowed.capabilities)) return wrong;
  IEC_RETURN_IF_ERROR(CheckAllowedPath(allowed.path));
  return allowed;
}

}  // namespace iec
