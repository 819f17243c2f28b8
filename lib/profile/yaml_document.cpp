// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/yaml_document.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <set>
#include <sstream>
#include <utility>

#include "lib/base/text.h"

namespace iec {
namespace {

constexpr size_t kMaxErrors = 50;

// How much of the file's own text a message repeats.
constexpr size_t kQuoted = 60;

YamlMark MarkOf(const YAML::Mark& mark) {
  return {mark.line + 1, mark.column + 1};
}

// Ends the parser from inside an event.
class Refused : public YAML::Exception {
 public:
  Refused(const YAML::Mark& at, const std::string& why)
      : YAML::Exception(at, why) {}
};

// What the parser's words mean to somebody who wrote a settings file.
std::string Explain(const std::string& message) {
  const std::pair<std::string_view, std::string_view> kMeanings[] = {
      {YAML::ErrorMsg::END_OF_SEQ_FLOW, "a '[' without its ']'"},
      {YAML::ErrorMsg::END_OF_MAP_FLOW, "a '{' without its '}'"},
      {YAML::ErrorMsg::END_OF_MAP, "check the indentation"},
      {YAML::ErrorMsg::END_OF_SEQ, "check the indentation"},
      {YAML::ErrorMsg::MAP_VALUE,
       "check the indentation, and put text with ': ' in quotes"},
      {YAML::ErrorMsg::UNKNOWN_TOKEN, "put the text in quotes"},
  };
  for (const auto& [words, meaning] : kMeanings) {
    if (words == message) return fmt::format("{} ({})", meaning, message);
  }
  return Printable(message);
}

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
}

// Bytes of the UTF-8 sequence at the front of `text`; 0 where there is none.
size_t Utf8Length(std::string_view text) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xc2 && first < 0xe0   ? 2
                        : first >= 0xe0 && first < 0xf0 ? 3
                        : first >= 0xf0 && first < 0xf5 ? 4
                                                        : 0;
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  const unsigned second = byte(1);
  const bool overlong =
      (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool surrogate = first == 0xed && second >= 0xa0;
  const bool too_large = first == 0xf4 && second >= 0x90;
  return overlong || surrogate || too_large ? 0 : length;
}

// Refuses what the parser would take in silence or at a high price.
bool CheckBytes(std::string_view text, YamlErrors& errors) {
  if (text.size() > kYamlMaxBytes) {
    errors.Add({}, fmt::format("the file has {} bytes; at most {} are read",
                               text.size(), kYamlMaxBytes));
    return false;
  }
  YamlMark mark;
  bool indenting = true;
  size_t flow_marks = 0;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    const size_t length = Utf8Length(text.substr(i));
    const bool line_end = c == '\r' && text.substr(i + 1).starts_with('\n');
    if (length == 0 || (IsControl(c) && !line_end)) {
      errors.Add(mark,
                 fmt::format("the byte 0x{:02x} is no text; write the file as "
                             "UTF-8 without control characters",
                             static_cast<unsigned char>(c)));
      return false;
    }
    if (c == '\t' && indenting) {
      errors.Add(mark, "a tab in the indentation: indent with spaces");
      return false;
    }
    // The parser holds a list in brackets in memory until it ends.
    if (c == '[' || c == '{' || c == ',') ++flow_marks;
    indenting = c == '\n' || (indenting && c == ' ');
    mark.column += static_cast<int>(length);
    if (c == '\n') mark = {mark.line + 1, 1};
    i += length;
  }
  if (flow_marks > kYamlMaxNodes) {
    errors.Add({}, fmt::format("the file has more than {} of '[', '{{' and "
                               "','; it is too large for a settings file",
                               kYamlMaxNodes));
    return false;
  }
  return true;
}

// Where each line begins.
std::vector<size_t> LineStarts(std::string_view text) {
  std::vector<size_t> starts = {0};
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') starts.push_back(i + 1);
  }
  return starts;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, YamlErrors& errors)
      : text_(text), lines_(LineStarts(text)), errors_(errors) {}

  YamlNode TakeRoot() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      throw Refused(mark,
                    "a second document begins here, or text that does not "
                    "belong to what stands above; one document is read");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    RefuseAnchor(mark, anchor);
    YamlNode node;
    // The parser gives the place of what follows the empty value.
    node.mark = pending_key_ ? pending_key_->mark : MarkOf(mark);
    Place(mark, std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused(mark, "aliases are not read: write the value out");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& value) override {
    RefuseAnchor(mark, anchor);
    RefuseTag(mark, tag);
    RefuseOpenQuote(mark);
    if (std::any_of(value.begin(), value.end(), IsControl)) {
      errors_.Add(MarkOf(mark), "a control character in the text");
    }
    YamlNode node;
    node.kind = YamlNode::Kind::kScalar;
    node.mark = MarkOf(mark);
    node.text = value;
    node.quoted = tag == "!";
    Place(mark, std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Kind::kList);
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Kind::kMap);
  }
  void OnMapEnd() override { Close(); }

 private:
  struct Key {
    std::string text;
    YamlMark mark;
    bool repeated = false;
  };

  // A list or a map whose end has not come yet.
  struct Unfinished {
    YamlNode node;
    std::optional<Key> key;  // the pending one of the map around it
    std::set<std::string> keys;
  };

  void Open(const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor, YamlNode::Kind kind) {
    RefuseAnchor(mark, anchor);
    RefuseTag(mark, tag);
    if (ExpectsKey()) {
      throw Refused(mark, "a key must be plain text, not a list or a map");
    }
    if (open_.size() >= kYamlMaxDepth) {
      throw Refused(
          mark, fmt::format("nested more than {} levels deep", kYamlMaxDepth));
    }
    Count(mark);
    Unfinished unfinished;
    unfinished.node.kind = kind;
    unfinished.node.mark = MarkOf(mark);
    unfinished.key = std::exchange(pending_key_, std::nullopt);
    open_.push_back(std::move(unfinished));
  }

  void Close() {
    Unfinished done = std::move(open_.back());
    open_.pop_back();
    pending_key_ = std::move(done.key);
    Put(std::move(done.node));
  }

  void Count(const YAML::Mark& mark) {
    if (++nodes_ > kYamlMaxNodes) {
      throw Refused(mark, fmt::format("more than {} values", kYamlMaxNodes));
    }
  }

  bool ExpectsKey() const {
    return !open_.empty() && open_.back().node.kind == YamlNode::Kind::kMap &&
           !pending_key_;
  }

  // A scalar or null: a key or a value.
  void Place(const YAML::Mark& mark, YamlNode node) {
    Count(mark);
    if (!ExpectsKey()) {
      Put(std::move(node));
      return;
    }
    if (node.kind == YamlNode::Kind::kNull) {
      throw Refused(mark, "a key without a name");
    }
    Key key{std::move(node.text), node.mark};
    key.repeated = !open_.back().keys.insert(key.text).second;
    if (key.repeated) {
      errors_.Add(key.mark, fmt::format("the key '{}' is there twice",
                                        Printable(key.text, kQuoted)));
    }
    pending_key_ = std::move(key);
  }

  void Put(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    YamlNode& parent = open_.back().node;
    if (parent.kind == YamlNode::Kind::kList) {
      parent.items.push_back(std::move(node));
      return;
    }
    const Key key = *std::exchange(pending_key_, std::nullopt);
    if (!key.repeated) {
      parent.entries.push_back({key.text, key.mark, std::move(node)});
    }
  }

  void RefuseAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor == 0) return;
    errors_.Add(MarkOf(mark), "anchors are not read: write the value out");
  }

  void RefuseTag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    errors_.Add(MarkOf(mark), "tags such as '!!str' are not read");
  }

  // The parser takes the end of the file for the end of a quotation, so that
  // a file that was cut off could pass for a whole one.
  void RefuseOpenQuote(const YAML::Mark& mark) {
    const auto line = static_cast<size_t>(mark.line);
    if (line >= lines_.size()) return;
    const size_t begin = lines_[line] + static_cast<size_t>(mark.column);
    const char quote = begin < text_.size() ? text_[begin] : ' ';
    if (quote != '\'' && quote != '"') return;
    for (size_t i = begin + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\' && quote == '"') {
        ++i;
      } else if (text_[i] == quote) {
        if (quote == '"' || !text_.substr(i + 1).starts_with('\'')) return;
        ++i;
      }
    }
    throw Refused(mark, "this quotation has no end");
  }

  std::string_view text_;
  std::vector<size_t> lines_;
  YamlErrors& errors_;
  YamlNode root_;
  std::vector<Unfinished> open_;
  std::optional<Key> pending_key_;
  size_t nodes_ = 0;
  int documents_ = 0;
};

}  // namespace

void YamlErrors::Add(const YamlMark& mark, std::string message) {
  errors_.push_back({mark, std::move(message)});
}

Error YamlErrors::ToError() const {
  std::vector<Entry> sorted = errors_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Entry& a, const Entry& b) {
                     return std::pair(a.mark.line, a.mark.column) <
                            std::pair(b.mark.line, b.mark.column);
                   });
  std::vector<std::string> lines;
  for (const Entry& error : sorted) {
    if (lines.size() == kMaxErrors) {
      lines.push_back(
          fmt::format("{}: {} more errors", path_, sorted.size() - kMaxErrors));
      break;
    }
    lines.push_back(fmt::format("{}:{}:{}: {}", path_, error.mark.line,
                                error.mark.column, error.message));
  }
  return Error{Join(lines, "\n")};
}

std::optional<YamlNode> ParseYaml(std::string_view text, YamlErrors& errors) {
  if (!CheckBytes(text, errors)) return std::nullopt;
  // The mark at the front is no text, and columns are easier without it.
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder builder(text, errors);
    if (!parser.HandleNextDocument(builder)) {
      errors.Add({}, "the file is empty");
      return std::nullopt;
    }
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.TakeRoot();
  } catch (const Refused& refused) {
    errors.Add(MarkOf(refused.mark), refused.msg);
  } catch (const YAML::Exception& error) {
    errors.Add(MarkOf(error.mark), "this is not YAML: " + Explain(error.msg));
  } catch (const std::exception& error) {
    errors.Add({}, fmt::format("reading the YAML: {}", error.what()));
  }
  return std::nullopt;
}

}  // namespace iec
