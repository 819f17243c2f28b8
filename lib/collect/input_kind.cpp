// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/input_kind.h"

#include <algorithm>

#include "lib/base/text.h"
#include "lib/collect/lava_log_reader.h"

namespace iec {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr size_t kMaxJobEnd = 4096;  // of it, the part that is looked at

std::string_view FirstLine(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

bool BeginsWithAny(std::string_view text,
                   std::initializer_list<std::string_view> beginnings) {
  return std::any_of(
      beginnings.begin(), beginnings.end(),
      [&](std::string_view beginning) { return text.starts_with(beginning); });
}

bool BeginsAsResult(std::string_view text) {
  return BeginsWithAny(text, {"- id:", "- job:", "- level:", "- name:",
                              "- suite:", "- metadata:", "- result:", "- {id:",
                              "- {job:", "- {name:", "[{", "[]"});
}

// Keys of any order, of which one says that it is about the job.
bool IsJobEnd(std::string_view text) {
  if (!BeginsWithAny(text, {"case: ", "definition: ", "error_msg: ",
                            "error_type: ", "result: "})) {
    return false;
  }
  for (text = text.substr(0, kMaxJobEnd); !text.empty();) {
    const std::string_view line = FirstLine(text);
    if (Trim(line) == "case: job") return true;
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return false;
}

// Where the head of the first one is lost.
bool IsSecondLineACallback(std::string_view text) {
  text.remove_prefix(std::min(FirstLine(text).size() + 1, text.size()));
  const std::string_view line = FirstLine(text);
  if (!line.starts_with("{\"") || IsLavaLogLine(line)) return false;
  for (const std::string_view key :
       {"\"status_string\"", "\"health_string\"", "\"actual_device_id\""}) {
    if (line.find(key) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::string_view YamlContent(std::string_view text) {
  for (;;) {
    const size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return {};
    const std::string_view line = FirstLine(text.substr(begin));
    if (Trim(line) != "---" && !BeginsWithAny(line, {"#", "%YAML ", "%TAG "})) {
      // The indent of the first line is part of the content.
      const size_t end = text.substr(0, begin).rfind('\n');
      return end == std::string_view::npos ? text : text.substr(end + 1);
    }
    text.remove_prefix(begin + line.size());
  }
}

InputKind KindOf(std::string_view text) {
  text = YamlContent(text);
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  if (IsLavaLogLine(text)) return InputKind::kLines;
  if (text.starts_with('{')) {
    // A console may print a brace; JSON goes on with a key or its end.
    const size_t next = text.find_first_not_of(kBlanks, 1);
    const bool json = next != std::string_view::npos &&
                      (text[next] == '"' || text[next] == '}');
    return json ? InputKind::kJson : InputKind::kLines;
  }
  if (text.starts_with('[')) {
    const size_t next = text.find_first_not_of(kBlanks, 1);
    if (next == std::string_view::npos) return InputKind::kLines;
    if (text[next] == ']') return InputKind::kJson;
    if (text[next] != '{') return InputKind::kLines;
    const size_t key = text.find_first_not_of(kBlanks, next + 1);
    return key != std::string_view::npos && text[key] == '"'
               ? InputKind::kJson
               : InputKind::kResults;
  }
  if (BeginsAsResult(text)) return InputKind::kResults;
  if (IsJobEnd(text)) return InputKind::kJobEnd;
  return IsSecondLineACallback(text) ? InputKind::kJson : InputKind::kLines;
}

}  // namespace iec
