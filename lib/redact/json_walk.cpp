// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/json_walk.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "lib/base/text.h"
#include "lib/redact/label.h"

namespace iec {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::array<std::string_view, 3> kPersonKeys = {
    "username", "submitter", "approver"};

std::string_view WithoutMark(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  return text;
}

std::string_view WithoutBlanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

// Two keys may have become one word: the later ones are told apart.
void Rename(Json& object, const JsonChange& change) {
  bool changed = false;
  std::vector<std::string> names;
  for (const auto& [name, child] : object.items()) {
    names.push_back(change.key(name));
    changed = changed || names.back() != name;
  }
  if (!changed) return;
  Json renamed = Json::object();
  size_t next = 0;
  for (auto& [name, child] : object.items()) {
    std::string word = names[next++];
    while (renamed.contains(word)) word += '_';
    renamed[word] = std::move(child);
  }
  object = std::move(renamed);
}

void Walk(Json& node, const std::string& key, const JsonChange& change) {
  const bool secret = IsSecretName(key);
  if (node.is_string()) {
    node = change.value(key, node.get_ref<const std::string&>());
  } else if (node.is_number() && secret) {
    node = change.value(key, node.dump());
  } else if (node.is_object()) {
    for (auto& [name, child] : node.items()) {
      Walk(child, secret ? key : name, change);
    }
    Rename(node, change);
  } else if (node.is_array()) {
    for (Json& child : node) Walk(child, key, change);
  }
}

}  // namespace

bool WalkJson(std::string_view text, const JsonChange& change,
              std::string* out) {
  text = WithoutMark(text);
  const std::string_view begin = WithoutBlanks(text);
  if (begin.empty() || (begin[0] != '{' && begin[0] != '[')) return false;
  bool too_deep = false;
  const auto watch = [&too_deep](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > kMaxJsonDepth;
    return !too_deep;
  };
  Json document = Json::parse(text, watch, /*allow_exceptions=*/false);
  if (document.is_discarded() || too_deep ||
      !(document.is_object() || document.is_array())) {
    return false;
  }
  Walk(document, "", change);
  if (out != nullptr) {
    *out = document.dump(-1, ' ', /*ensure_ascii=*/false,
                         Json::error_handler_t::replace);
  }
  return true;
}

bool BeginsAsJson(std::string_view text) {
  text = WithoutBlanks(WithoutMark(text));
  if (text.empty() || (text[0] != '{' && text[0] != '[')) return false;
  const char open = text[0];
  text = WithoutBlanks(text.substr(1));
  if (text.empty()) return false;
  if (text[0] == '"') return true;
  // "[ {": not "[    0.000000]" of a kernel, nor {{ of a template.
  return open == '[' && text[0] == '{' && BeginsAsJson(text);
}

bool IsPersonKey(std::string_view key) {
  const std::string lower = Lower(key);
  return std::any_of(
      kPersonKeys.begin(), kPersonKeys.end(),
      [&lower](std::string_view name) { return lower.ends_with(name); });
}

}  // namespace iec
