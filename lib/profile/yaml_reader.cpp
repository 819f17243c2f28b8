// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/yaml_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "lib/base/text.h"

namespace iec {
namespace {

// How much of a word a message repeats, and the longest one that is compared
// with what is known: the comparison takes time with the square.
constexpr size_t kLongestWord = 60;

std::string_view KindName(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "nothing";
    case YamlNode::Kind::kScalar:
      return "a single value";
    case YamlNode::Kind::kList:
      return "a list";
    case YamlNode::Kind::kMap:
      return "a map";
  }
  return "something unknown";
}

bool ExpectScalar(const YamlNode& node, std::string_view what,
                  std::string_view wanted, YamlErrors& errors) {
  if (node.kind == YamlNode::Kind::kScalar) return true;
  errors.Add(node.mark, fmt::format("{}: expected {}, found {}", what, wanted,
                                    KindName(node)));
  return false;
}

}  // namespace

std::string Quoted(std::string_view word) {
  return "'" + Printable(word, kLongestWord) + "'";
}

std::string SuggestNearest(std::string_view word,
                           const std::vector<std::string>& known) {
  return word.size() <= kLongestWord ? DidYouMean(word, known) : "";
}

std::string SuggestOrList(std::string_view word,
                          const std::vector<std::string>& known) {
  const std::string nearest = SuggestNearest(word, known);
  return nearest.empty() ? "; known are: " + Join(known, ", ") : nearest;
}

std::optional<std::string> ReadText(const YamlNode& node, std::string_view what,
                                    YamlErrors& errors) {
  if (!ExpectScalar(node, what, "text", errors)) return std::nullopt;
  if (Trim(node.text).empty()) {
    errors.Add(node.mark, fmt::format("{}: the text is empty", what));
    return std::nullopt;
  }
  return std::string(Trim(node.text));
}

std::optional<std::string> ReadLine(const YamlNode& node, std::string_view what,
                                    YamlErrors& errors) {
  auto text = ReadText(node, what, errors);
  if (!text) return text;
  if (text->find_first_of("\n\t") != std::string::npos) {
    errors.Add(node.mark,
               fmt::format("{}: must be one line without tabs", what));
    return std::nullopt;
  }
  if (*text != node.text) {
    errors.Add(node.mark,
               fmt::format("{}: blanks at the end or the beginning", what));
    return std::nullopt;
  }
  return text;
}

std::optional<int64_t> ReadInteger(const YamlNode& node, std::string_view what,
                                   int64_t lowest, int64_t highest,
                                   YamlErrors& errors) {
  if (!ExpectScalar(node, what, "a whole number", errors)) return std::nullopt;
  // YAML reads 010 as 8 or as 10, depending on its version.
  std::string_view digits = node.text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  const auto number = digits.size() > 1 && digits.starts_with('0')
                          ? std::nullopt
                          : ParseInteger(node.text);
  if (!number || node.quoted) {
    errors.Add(
        node.mark,
        fmt::format("{}: {} is not a whole number{}", what, Quoted(node.text),
                    number ? "; write it without quotes" : ""));
    return std::nullopt;
  }
  if (*number < lowest || *number > highest) {
    errors.Add(node.mark, fmt::format("{}: {} is not between {} and {}", what,
                                      *number, lowest, highest));
    return std::nullopt;
  }
  return number;
}

std::optional<bool> ReadBoolean(const YamlNode& node, std::string_view what,
                                YamlErrors& errors) {
  if (!ExpectScalar(node, what, "true or false", errors)) return std::nullopt;
  if (node.quoted || (node.text != "true" && node.text != "false")) {
    errors.Add(node.mark,
               fmt::format("{}: {} is neither true nor false{}", what,
                           Quoted(node.text),
                           node.quoted ? "; write it without quotes" : ""));
    return std::nullopt;
  }
  return node.text == "true";
}

std::optional<std::string> ReadName(const YamlNode& node, std::string_view what,
                                    const std::vector<std::string>& known,
                                    YamlErrors& errors) {
  auto name = ReadLine(node, what, errors);
  if (!name) return std::nullopt;
  if (std::find(known.begin(), known.end(), *name) == known.end()) {
    errors.Add(node.mark,
               fmt::format("{}: {} is unknown{}", what, Quoted(*name),
                           SuggestOrList(*name, known)));
    return std::nullopt;
  }
  return name;
}

bool ExpectList(const YamlNode& node, std::string_view what,
                YamlErrors& errors) {
  if (node.kind == YamlNode::Kind::kList) return true;
  errors.Add(node.mark,
             fmt::format("{}: expected a list, found {}; an empty list is []",
                         what, KindName(node)));
  return false;
}

bool ExpectMap(const YamlNode& node, std::string_view what,
               YamlErrors& errors) {
  if (node.kind == YamlNode::Kind::kMap) return true;
  errors.Add(node.mark, fmt::format("{}: expected keys with values, found {}",
                                    what, KindName(node)));
  return false;
}

std::optional<std::vector<std::string>> ReadLines(const YamlNode& node,
                                                  std::string_view what,
                                                  YamlErrors& errors) {
  if (!ExpectList(node, what, errors)) return std::nullopt;
  std::vector<std::string> lines;
  for (size_t i = 0; i < node.items.size(); ++i) {
    auto line =
        ReadLine(node.items[i], fmt::format("{}[{}]", what, i + 1), errors);
    if (line) lines.push_back(*std::move(line));
  }
  return lines;
}

MapReader::MapReader(const YamlNode& node, std::string what, YamlErrors& errors)
    : node_(node),
      what_(std::move(what)),
      errors_(errors),
      is_map_(ExpectMap(node, what_.empty() ? "the file" : what_, errors)) {}

const YamlNode* MapReader::Optional(std::string_view key) {
  known_.emplace_back(key);
  for (const YamlEntry& entry : node_.entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

const YamlNode* MapReader::Required(std::string_view key) {
  const YamlNode* value = Optional(key);
  if (value == nullptr && is_map_) {
    errors_.Add(node_.mark,
                fmt::format("{}the key '{}' is missing",
                            what_.empty() ? "" : what_ + ": ", key));
  }
  return value;
}

std::string MapReader::What(std::string_view key) const {
  return what_.empty() ? std::string(key) : fmt::format("{}.{}", what_, key);
}

void MapReader::RefuseOthers() {
  for (const YamlEntry& entry : node_.entries) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) {
      continue;
    }
    errors_.Add(entry.mark, fmt::format("{}the key {} is unknown{}",
                                        what_.empty() ? "" : what_ + ": ",
                                        Quoted(entry.key),
                                        SuggestOrList(entry.key, known_)));
  }
}

}  // namespace iec
