// SPDX-License-Identifier: Apache-2.0
// Strict reading of a tree: each function takes what it was told to expect,
// or says what is there instead and gives nothing. `what` is how a message
// calls the value: "interfaces[1].port".
#ifndef IEC_LIB_PROFILE_YAML_READER_H_
#define IEC_LIB_PROFILE_YAML_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/profile/yaml_document.h"

namespace iec {

// One line of text, not empty, without blanks at its ends.
std::optional<std::string> ReadLine(const YamlNode& node, std::string_view what,
                                    YamlErrors& errors);

// The same, of several lines.
std::optional<std::string> ReadText(const YamlNode& node, std::string_view what,
                                    YamlErrors& errors);

// Decimal, without quotes; `lowest` and `highest` are still taken.
std::optional<int64_t> ReadInteger(const YamlNode& node, std::string_view what,
                                   int64_t lowest, int64_t highest,
                                   YamlErrors& errors);

// true or false; not yes, on or a quoted "true".
std::optional<bool> ReadBoolean(const YamlNode& node, std::string_view what,
                                YamlErrors& errors);

// One of `known`; an unknown one gets a suggestion.
std::optional<std::string> ReadName(const YamlNode& node, std::string_view what,
                                    const std::vector<std::string>& known,
                                    YamlErrors& errors);

// Whether it is a list, or else an error.
bool ExpectList(const YamlNode& node, std::string_view what,
                YamlErrors& errors);
bool ExpectMap(const YamlNode& node, std::string_view what, YamlErrors& errors);

// A list of lines. A bad item is an error and is left out.
std::optional<std::vector<std::string>> ReadLines(const YamlNode& node,
                                                  std::string_view what,
                                                  YamlErrors& errors);

// "word" is quoted and made harmless for a message.
std::string Quoted(std::string_view word);

// ": did you mean 'x'?" or nothing.
std::string SuggestNearest(std::string_view word,
                           const std::vector<std::string>& known);

// The same, or all that is known where nothing is near.
std::string SuggestOrList(std::string_view word,
                          const std::vector<std::string>& known);

// Reads the keys of one map and then says which were not known.
class MapReader {
 public:
  // `what` is empty for the whole file. A node that is no map is an error and
  // reads as an empty one, without a further error for each absent key.
  MapReader(const YamlNode& node, std::string what, YamlErrors& errors);

  // The value, or null where absent.
  const YamlNode* Optional(std::string_view key);
  // The same; absent is an error.
  const YamlNode* Required(std::string_view key);

  // "interfaces[1].port"
  std::string What(std::string_view key) const;

  // To be called last: what was asked for until now is what is known.
  void RefuseOthers();

 private:
  const YamlNode& node_;
  std::string what_;
  YamlErrors& errors_;
  bool is_map_;
  std::vector<std::string> known_;
};

}  // namespace iec

#endif  // IEC_LIB_PROFILE_YAML_READER_H_
