// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/pam_stack.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace iec {
namespace {

constexpr int kDeepest = 16;  // an include of itself ends there

// Blanks part words, but not within [brackets].
std::vector<std::string> Words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool in_brackets = false;
  for (const char c : line.substr(0, line.find('#'))) {
    if (c == '[') in_brackets = true;
    if (c == ']') in_brackets = false;
    if ((c == ' ' || c == '\t') && !in_brackets) {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

void Read(const std::string& path, std::string_view type,
          const std::string& directory, int depth, int substacks,
          std::vector<PamRule>& rules) {
  const auto text = ReadFile(path);
  if (!text.ok() || depth > kDeepest) return;
  const auto include = [&](const std::string& name, int deeper) {
    Read(PamFile(name, directory), type, directory, depth + 1,
         substacks + deeper, rules);
  };
  std::string whole = *text;
  for (size_t at = 0; (at = whole.find("\\\n", at)) != std::string::npos;) {
    whole.replace(at, 2, " ");
  }
  for (const std::string& line : Split(whole, '\n')) {
    const std::vector<std::string> words = Words(line);
    if (words.size() > 1 && words[0] == "@include") include(words[1], 0);
    if (words.size() < 3) continue;
    std::string_view kind = words[0];
    if (kind.starts_with('-')) kind.remove_prefix(1);
    if (Lower(kind) != type) continue;
    if (words[1] == "include") {
      include(words[2], 0);
      continue;
    }
    if (words[1] == "substack") {
      rules.push_back({words[1], "", {words[2]}, path, substacks});
      include(words[2], 1);
      continue;
    }
    rules.push_back({words[1],
                     words[2].substr(words[2].rfind('/') + 1),
                     {words.begin() + 3, words.end()},
                     path,
                     substacks});
  }
}

}  // namespace

std::string PamFile(const std::string& name, const std::string& directory) {
  constexpr std::string_view kAdministrators = "/etc/pam.d";
  if (name.starts_with('/')) return name;
  std::vector<std::string> trees = {directory};
  if (directory.ends_with(kAdministrators)) {
    trees.push_back(
        directory.substr(0, directory.size() - kAdministrators.size()) +
        "/usr/lib/pam.d");
  }
  for (const std::string& tree : trees) {
    std::string path = tree + '/' + name;
    if (Exists(path)) return path;
  }
  return "";
}

std::vector<PamRule> PamStack(const std::string& service, std::string_view type,
                              const std::string& directory) {
  std::vector<PamRule> rules;
  Read(PamFile(service, directory), type, directory, 0, 0, rules);
  return rules;
}

std::string PamRule::Text() const {
  std::string text = control + ' ' + module;
  for (const std::string& argument : arguments) text += ' ' + argument;
  return text;
}

}  // namespace iec
