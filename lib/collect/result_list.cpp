// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/result_list.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>

#include "lib/base/text.h"
#include "lib/collect/input_kind.h"
#include "lib/collect/result_field.h"
#include "lib/profile/yaml_document.h"

namespace iec {
namespace {

constexpr size_t kCaseIndent = 2;
constexpr size_t kMetadataIndent = 4;
constexpr std::string_view kReasonItem = "- reason: ";

std::string_view TakeLine(std::string_view& text) {
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

bool HasControl(std::string_view text) {
  unsigned found = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    found |= static_cast<unsigned>(byte < 0x20) |
             static_cast<unsigned>(byte == 0x7f);
  }
  return found != 0;
}

bool IsNull(std::string_view text) {
  return text == "~" || text == "null" || text == "Null" || text == "NULL";
}

// A scalar that is whole on its line and needs no unfolding.
class FastScalar {
 public:
  bool Read(std::string_view text) {
    if (text.front() == '\'') return ReadQuoted(text);
    if (text.front() == '"') {
      if (text.size() < 2 || text.back() != '"') return false;
      value_ = text.substr(1, text.size() - 2);
      return value_.find_first_of("\"\\") == std::string_view::npos;
    }
    constexpr std::string_view kIndicators = "[]{}&*!|>%@`#?:-,";
    const bool odd =
        kIndicators.find(text.front()) != std::string_view::npos &&
        (text.front() != '-' || text.size() == 1 || text[1] == ' ');
    if (odd || text.front() == ' ' || text.back() == ' ' ||
        text.back() == ':' || text.find(": ") != std::string_view::npos ||
        text.find(" #") != std::string_view::npos) {
      return false;
    }
    value_ = IsNull(text) ? std::string_view() : text;
    return true;
  }

  std::string_view value() const { return value_; }

 private:
  bool ReadQuoted(std::string_view text) {
    if (text.size() < 2 || text.back() != '\'') return false;
    value_ = text.substr(1, text.size() - 2);
    if (value_.find('\'') == std::string_view::npos) return true;
    unquoted_.clear();
    for (size_t i = 0; i < value_.size(); ++i) {
      if (value_[i] == '\'' && (++i == value_.size() || value_[i] != '\'')) {
        return false;
      }
      unquoted_ += value_[i];
    }
    value_ = unquoted_;
    return true;
  }

  std::string_view value_;
  std::string unquoted_;
};

class FastItem {
 public:
  explicit FastItem(LavaCase& lava) : lava_(lava) {}

  bool Read(std::string_view item) {
    if (!item.starts_with("- ")) return false;
    for (bool first = true; !item.empty(); first = false) {
      if (!ReadLine(TakeLine(item), first)) return false;
    }
    return true;
  }

 private:
  bool ReadLine(std::string_view line, bool first) {
    if (HasControl(line)) return false;
    size_t indent = first ? kCaseIndent : 0;
    while (indent < line.size() && line[indent] == ' ') ++indent;
    const std::string_view text = line.substr(indent);
    if (text.empty()) return false;
    if (indent == kCaseIndent) return ReadKey(text, /*metadata=*/false);
    if (!in_metadata_) return false;
    if (nested_ && (indent > kMetadataIndent || text.starts_with("- "))) {
      return ReadNested(text);
    }
    return indent == kMetadataIndent && ReadKey(text, /*metadata=*/true);
  }

  bool ReadKey(std::string_view text, bool metadata) {
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const std::string_view key = text.substr(0, colon);
    for (const char c : key) {
      const bool plain = (c >= 'a' && c <= 'z') || c == '_' || c == '-' ||
                         (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain) return false;
    }
    if (key.front() == '-' || !IsNew(key, metadata ? inner_ : outer_)) {
      return false;
    }
    nested_ = metadata && text.size() == colon + 1;
    if (!metadata) in_metadata_ = false;
    if (nested_) return true;
    if (!metadata && key == "metadata") {
      if (had_metadata_ || text.size() != colon + 1) return false;
      return in_metadata_ = had_metadata_ = true;
    }
    if (text.size() < colon + 3 || text[colon + 1] != ' ') return false;
    return scalar_.Read(text.substr(colon + 2)) &&
           TakeField(key, scalar_.value(), metadata, lava_, seen_);
  }

  // The keys of one map, also those that are not ours: a map has each once, and
  // a key that means nothing is none.
  struct Keys {
    std::array<std::string_view, 32> names;
    size_t number = 0;
  };
  static bool IsNew(std::string_view key, Keys& keys) {
    const auto end = keys.names.begin() + keys.number;
    if (keys.number == keys.names.size() || IsNull(key) ||
        std::find(keys.names.begin(), end, key) != end) {
      return false;
    }
    keys.names[keys.number++] = key;
    return true;
  }

  // Nothing in there is ours but the reason of a result that LAVA made.
  bool ReadNested(std::string_view text) {
    if (!text.starts_with(kReasonItem) || text.size() == kReasonItem.size()) {
      return true;
    }
    return scalar_.Read(text.substr(kReasonItem.size())) &&
           TakeField("reason", scalar_.value(), true, lava_, seen_);
  }

  LavaCase& lava_;
  FastScalar scalar_;
  SeenKeys seen_ = 0;
  Keys outer_;
  Keys inner_;
  bool in_metadata_ = false;
  bool had_metadata_ = false;
  bool nested_ = false;
};

const std::string& TextOf(const YamlNode& node) {
  static const std::string kNothing;
  return node.kind == YamlNode::Kind::kScalar ? node.text : kNothing;
}

// `extra` is a list of maps of one key.
void TakeReason(const YamlNode& extra, LavaCase& lava, SeenKeys& seen) {
  for (const YamlNode& item : extra.items) {
    for (const YamlEntry& entry : item.entries) {
      if (entry.key == "reason") {
        TakeField("reason", TextOf(entry.value), true, lava, seen);
      }
    }
  }
}

Status CaseOf(const YamlNode& node, LavaCase& lava) {
  lava.Clear();
  SeenKeys seen = 0;
  if (node.kind != YamlNode::Kind::kMap) {
    return Error{"a result must be a map with name, suite and result"};
  }
  for (const YamlEntry& entry : node.entries) {
    if (entry.key != "metadata") {
      TakeField(entry.key, TextOf(entry.value), false, lava, seen);
    }
  }
  for (const YamlEntry& entry : node.entries) {
    if (entry.key != "metadata") continue;
    for (const YamlEntry& inner : entry.value.entries) {
      TakeField(inner.key, TextOf(inner.value), true, lava, seen);
      if (inner.key == "extra") TakeReason(inner.value, lava, seen);
    }
  }
  return CheckCase(lava);
}

size_t CountLines(std::string_view text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

// Up to the next line that begins with "- ": nothing inside an item does.
std::string_view TakeItem(std::string_view& text) {
  const size_t next = text.find("\n- ", 1);
  const size_t end = next == std::string_view::npos ? text.size() : next + 1;
  const std::string_view item = text.substr(0, end);
  text.remove_prefix(end);
  return item;
}

Error AtLine(size_t line, const Error& error) {
  return error.Within(fmt::format("line {}", line));
}

}  // namespace

bool ResultListReader::ReadFast(std::string_view item, LavaCase& lava) {
  lava.Clear();
  return FastItem(lava).Read(item);
}

Status ResultListReader::ReadStrict(std::string_view item, size_t line,
                                    const CaseSink& sink) {
  YamlErrors errors("");
  const auto root = ParseYaml(item, errors);
  if (!root || !errors.empty()) {
    // Of what may be many the first: "path:line:column: what".
    std::string message = errors.ToError().message;
    message.resize(std::min(message.find('\n'), message.size()));
    const auto words = Split(message, ':');
    const auto within = words.size() > 3 ? ParseInteger(words[1]) : 1;
    size_t skip = 0;
    for (int i = 0; i < 3 && skip < message.size(); ++i) {
      skip = std::min(message.find(':', skip), message.size() - 1) + 1;
    }
    return AtLine(line + static_cast<size_t>(within.value_or(1)) - 1,
                  Error{std::string(Trim(message.substr(skip)))});
  }
  if (root->kind != YamlNode::Kind::kList) {
    return AtLine(line, Error{"this is no list of results"});
  }
  LavaCase lava;
  for (const YamlNode& node : root->items) {
    const Status status = CaseOf(node, lava);
    if (!status.ok()) {
      return AtLine(line + static_cast<size_t>(node.mark.line) - 1,
                    status.error());
    }
    sink(lava);
  }
  return {};
}

Status ResultListReader::ReadMetadata(std::string_view yaml,
                                      const CaseSink& sink) {
  std::string item = "- metadata:";
  for (std::string_view rest = YamlContent(yaml); !rest.empty();) {
    std::string_view line = TakeLine(rest);
    while (line.ends_with('\r')) line.remove_suffix(1);
    item += "\n    ";
    item += line;
  }
  while (item.ends_with(' ') || item.ends_with('\n')) item.pop_back();
  if (!ReadFast(item, case_)) return ReadStrict(item, 1, sink);
  sink(case_);
  return {};
}

Status ResultListReader::Read(std::string_view yaml, const CaseSink& sink) {
  cases_ = 0;
  if (!simdjson::validate_utf8(yaml.data(), yaml.size())) {
    return Error{"line 1: the text is not UTF-8"};
  }
  const CaseSink counted = [&](const LavaCase& lava) {
    if (++cases_ <= kMaxCases) sink(lava);
  };
  const std::string_view content = YamlContent(yaml);
  size_t line = 1 + CountLines(yaml.substr(0, yaml.size() - content.size()));
  yaml = content;
  while (!yaml.empty()) {
    const std::string_view item = TakeItem(yaml);
    if (ReadFast(item, case_)) {
      const Status status = CheckCase(case_);
      if (!status.ok()) return AtLine(line, status.error());
      counted(case_);
    } else if (Trim(item) != "---" && !Trim(item).empty()) {
      IEC_RETURN_IF_ERROR(ReadStrict(item, line, counted));
    }
    if (cases_ > kMaxCases) {
      return Error{
          fmt::format("line {}: more than {} results", line, kMaxCases)};
    }
    line += CountLines(item);
  }
  return {};
}

}  // namespace iec
