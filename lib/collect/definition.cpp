// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/definition.h"

#include <algorithm>
#include <string>
#include <vector>

#include "lib/base/text.h"

namespace iec {
namespace {

constexpr size_t kSha256Digits = 64;
constexpr size_t kMaxText = 256;

struct Line {
  size_t indent = 0;  // of the key
  std::string_view key;
  std::string_view value;
};

std::string_view WithoutQuotes(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
      text.back() == text.front()) {
    text.remove_prefix(1);
    text.remove_suffix(1);
  }
  return text;
}

// Of `- key: value` the indent is that of the key.
Line Parse(std::string_view text) {
  Line line;
  while (line.indent < text.size() &&
         (text[line.indent] == ' ' ||
          text.substr(line.indent).starts_with("- "))) {
    ++line.indent;
  }
  text.remove_prefix(line.indent);
  const size_t colon = text.find(':');
  if (text.starts_with('#') || colon == std::string_view::npos) return line;
  line.key = text.substr(0, colon);
  line.value = WithoutQuotes(Trim(text.substr(colon + 1)));
  return line;
}

bool IsRootFileSystem(std::string_view key) {
  for (const std::string_view name :
       {"rootfs", "nfsrootfs", "image", "disk", "disk1", "system"}) {
    if (key == name) return true;
  }
  return false;
}

bool IsSha256(std::string_view text) {
  return text.size() == kSha256Digits &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
                  (c >= 'A' && c <= 'F');
         });
}

class Reader {
 public:
  explicit Reader(JobRecord& job) : job_(job) {}

  void Feed(std::string_view text) {
    const Line line = Parse(text);
    if (line.key.empty()) return;
    while (!parents_.empty() && parents_.back().indent >= line.indent) {
      parents_.pop_back();
    }
    if (line.indent == 0 && line.value.size() <= kMaxText) {
      if (line.key == "job_name" && job_.name.empty()) job_.name = line.value;
      if (line.key == "device_type" && job_.device_type.empty()) {
        job_.device_type = line.value;
      }
    }
    if (line.key == "sha256sum" && IsSha256(line.value) && !parents_.empty()) {
      ++sums_;
      if (IsRootFileSystem(parents_.back().key)) {
        ++roots_;
        root_ = line.value;
      } else {
        other_ = line.value;
      }
    }
    if (line.value.empty()) parents_.push_back(line);
  }

  void Finish() {
    if (!job_.image_sha256.empty()) return;
    if (roots_ == 1) {
      job_.image_sha256 = Lower(root_);
    } else if (sums_ == 1) {
      job_.image_sha256 = Lower(other_);
    }
  }

 private:
  JobRecord& job_;
  std::vector<Line> parents_;  // by rising indent
  std::string_view root_;
  std::string_view other_;
  int sums_ = 0;
  int roots_ = 0;
};

}  // namespace

void TakeDefinition(std::string_view definition, JobRecord& job) {
  Reader reader(job);
  while (!definition.empty()) {
    const size_t end = std::min(definition.find('\n'), definition.size());
    reader.Feed(definition.substr(0, end));
    definition.remove_prefix(std::min(end + 1, definition.size()));
  }
  reader.Finish();
}

}  // namespace iec
