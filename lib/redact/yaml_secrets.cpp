// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/yaml_secrets.h"

#include <algorithm>

namespace iec {
namespace {

constexpr std::string_view kSecrets = "secrets:";

size_t ValueBegin(std::string_view line, size_t at) {
  return std::min(line.find_first_not_of(" \t\r", at), line.size());
}

}  // namespace

std::optional<size_t> YamlSecrets::Feed(std::string_view line) {
  const size_t indent = ValueBegin(line, 0);
  if (indent == line.size()) return std::nullopt;
  if (inside_ && indent > indent_) {
    // Of `KEY: value` the key stays; a line of a longer value has none.
    const size_t colon = line.find(": ", indent);
    const bool has_key =
        colon != std::string_view::npos &&
        line.substr(indent, colon - indent).find(' ') == std::string_view::npos;
    return ValueBegin(line, has_key ? colon + 2 : indent);
  }
  inside_ = false;
  if (!line.substr(indent).starts_with(kSecrets)) return std::nullopt;
  const size_t value = ValueBegin(line, indent + kSecrets.size());
  if (value < line.size()) return value;
  inside_ = true;
  indent_ = indent;
  return std::nullopt;
}

}  // namespace iec
