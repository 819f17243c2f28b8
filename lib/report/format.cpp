// SPDX-License-Identifier: Apache-2.0
#include "lib/report/format.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.h"

namespace iec {
namespace {

std::vector<Format>& Known() {
  static std::vector<Format> formats = {
      {"table", "for people: a row for each requirement", RenderTable},
      {"json", "everything, as lib/report/schema.md describes it", RenderJson},
      {"junit", "for GitLab and whatever else reads JUnit XML", RenderJunit},
  };
  return formats;
}

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const Format& format : Formats()) names.emplace_back(format.name);
  return names;
}

Error UnknownFormat(std::string_view name,
                    const std::vector<std::string>& names) {
  return Error{fmt::format("there is no output format '{}'{} (formats: {})",
                           Printable(name, 60), DidYouMean(name, names),
                           Join(names, ", "))};
}

}  // namespace

std::string OutputHelp(const std::vector<std::string>& others) {
  std::string text =
      "Write a report, several times; '-' is standard output. Formats:";
  for (const Format& format : Formats()) {
    text += fmt::format(" {} ({}),", format.name, format.description);
  }
  for (const std::string& name : others) text += " " + name + ",";
  text.pop_back();
  return text;
}

std::vector<std::string> ColorChoices() { return {"auto", "always", "never"}; }

std::span<const Format> Formats() { return Known(); }

void AddFormats(std::span<const Format> formats) {
  Known().insert(Known().end(), formats.begin(), formats.end());
}

Result<const Format*> FindFormat(std::string_view name) {
  for (const Format& format : Formats()) {
    if (format.name == name) return &format;
  }
  return UnknownFormat(name, FormatNames());
}

Result<OutputTarget> ParseOutputTarget(std::string_view spec,
                                       const std::vector<std::string>& others) {
  const size_t colon = spec.find(':');
  OutputTarget target;
  target.format = spec.substr(0, colon);
  target.file = colon == std::string_view::npos ? "-" : spec.substr(colon + 1);
  std::vector<std::string> names = FormatNames();
  names.insert(names.end(), others.begin(), others.end());
  if (std::find(names.begin(), names.end(), target.format) == names.end()) {
    return UnknownFormat(target.format, names);
  }
  if (target.file.empty()) {
    return Error{
        fmt::format("--output {} names no file: write {}:FILE, or "
                    "{}:- for standard output",
                    spec, target.format, target.format)};
  }
  return target;
}

}  // namespace iec
