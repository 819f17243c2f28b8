// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/json_walk.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace iec {
namespace {

using Json = nlohmann::ordered_json;
using Change = std::function<std::string(std::string_view, const std::string&)>;

constexpr int kMaxDepth = 64;
constexpr std::array<std::string_view, 6> kSecretKeys = {
    "token", "password", "secret", "passwd", "authorization", "private_key"};
constexpr std::array<std::string_view, 4> kPersonKeys = {
    "submitter_username", "submitter", "username", "approver"};

void Walk(Json& node, const std::string& key, const Change& change) {
  if (node.is_string()) {
    node = change(key, node.get_ref<const std::string&>());
  } else if (node.is_object()) {
    for (auto& [name, child] : node.items()) Walk(child, name, change);
  } else if (node.is_array()) {
    for (Json& child : node) Walk(child, key, change);
  }
}

}  // namespace

bool WalkJson(std::string_view text, const Change& change, std::string* out) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos ||
      (text[begin] != '{' && text[begin] != '[')) {
    return false;
  }
  bool too_deep = false;
  const auto watch = [&too_deep](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > kMaxDepth;
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

bool IsSecretKey(std::string_view key) {
  return std::find(kSecretKeys.begin(), kSecretKeys.end(), key) !=
         kSecretKeys.end();
}

bool IsPersonKey(std::string_view key) {
  return std::find(kPersonKeys.begin(), kPersonKeys.end(), key) !=
         kPersonKeys.end();
}

}  // namespace iec
