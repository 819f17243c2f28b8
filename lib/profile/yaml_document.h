// SPDX-License-Identifier: Apache-2.0
// The bytes of a YAML file as a tree in which each node knows its place. Only
// what a settings file needs is taken: one document, no anchors, no aliases,
// no tags, text as keys. So nothing can grow beyond the bytes that were read.
#ifndef IEC_LIB_PROFILE_YAML_DOCUMENT_H_
#define IEC_LIB_PROFILE_YAML_DOCUMENT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

inline constexpr size_t kYamlMaxBytes = 1u << 20;
inline constexpr size_t kYamlMaxNodes = 50'000;
inline constexpr size_t kYamlMaxDepth = 32;

struct YamlMark {
  int line = 1;    // from 1
  int column = 1;  // from 1, in bytes
};

struct YamlEntry;

struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  YamlMark mark;
  std::string text;     // of a scalar
  bool quoted = false;  // a scalar that is text and nothing else: "3", '3'
  std::vector<YamlNode> items;     // of a list
  std::vector<YamlEntry> entries;  // of a map; no key is there twice
};

struct YamlEntry {
  std::string key;
  YamlMark mark;  // of the key
  YamlNode value;
};

// Gathers what is wrong with a file, so that a person can correct all of it
// at once.
class YamlErrors {
 public:
  explicit YamlErrors(std::string path) : path_(std::move(path)) {}

  void Add(const YamlMark& mark, std::string message);
  bool empty() const { return errors_.empty(); }
  size_t size() const { return errors_.size(); }

  // One line for each, in the order of the file; a long list is cut.
  Error ToError() const;

 private:
  struct Entry {
    YamlMark mark;
    std::string message;
  };
  std::string path_;
  std::vector<Entry> errors_;
};

// Nothing where the text is not YAML at all; `errors` says why. Errors in the
// details (a key twice, an anchor) still give the tree.
std::optional<YamlNode> ParseYaml(std::string_view text, YamlErrors& errors);

}  // namespace iec

#endif  // IEC_LIB_PROFILE_YAML_DOCUMENT_H_
