// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "lib/base/text.h"
#include "lib/evidence/strict_json.h"
#include "lib/evidence/unpack.h"

namespace iec {
namespace {

using nlohmann::json;

constexpr char kSchema[] = "iec-bundle/1";
constexpr size_t kMaxParts = 3;

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '+' || c == '-';
}

bool IsSha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Result<ManifestFile> FileFromJson(const json& entry) {
  ManifestFile file;
  IEC_ASSIGN_OR_RETURN(file.path, TextAt(entry, "path"));
  IEC_ASSIGN_OR_RETURN(file.role, TextAt(entry, "role"));
  IEC_ASSIGN_OR_RETURN(file.sha256, TextAt(entry, "sha256"));
  const auto size = entry.find("size");
  if (!IsBundleName(file.path)) {
    return Error{fmt::format("the name '{}' is none that a bundle may have",
                             Printable(file.path, 100))};
  }
  if (file.role != "input" && file.role != "profile" && file.role != "report") {
    return Error{fmt::format("{} has the unknown role '{}'", file.path,
                             Printable(file.role, 60))};
  }
  if (!IsSha256(file.sha256) || size == entry.end() ||
      !size->is_number_unsigned() || size->get<uint64_t>() > kMaxBundleBytes) {
    return Error{file.path + " has no SHA-256, or no size that one can have"};
  }
  file.size = size->get<int64_t>();
  return file;
}

}  // namespace

bool IsBundleName(std::string_view path) {
  if (path.empty() || path.size() > kMaxBundleName) return false;
  const std::vector<std::string> parts = Split(path, '/');
  return parts.size() <= kMaxParts &&
         std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
           return !part.empty() && part != "." && part != ".." &&
                  std::all_of(part.begin(), part.end(), IsNameByte);
         });
}

std::string ToBundleName(std::string_view name) {
  constexpr size_t kLongest = 60;
  const size_t slash = name.rfind('/');
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  std::string out(name.substr(0, kLongest));
  for (char& c : out) {
    if (!IsNameByte(c)) c = '_';
  }
  return out.empty() ? "input" : out;
}

std::string ToJson(const Manifest& manifest) {
  json files = json::array();
  for (const ManifestFile& file : manifest.files) {
    files.push_back({{"path", file.path},
                     {"role", file.role},
                     {"sha256", file.sha256},
                     {"size", file.size}});
  }
  return json{{"files", files},
              {"made_by", manifest.made_by},
              {"schema", kSchema}}
             .dump(2) +
         "\n";
}

Result<Manifest> ManifestFromJson(std::string_view text) {
  IEC_ASSIGN_OR_RETURN(const json document, ParseStrictJson(text));
  IEC_ASSIGN_OR_RETURN(const std::string schema, TextAt(document, "schema"));
  if (schema != kSchema) {
    return Error{fmt::format("its schema is '{}' instead of '{}'",
                             Printable(schema, 60), kSchema)};
  }
  Manifest manifest;
  IEC_ASSIGN_OR_RETURN(manifest.made_by, TextAt(document, "made_by"));
  const auto files = document.find("files");
  if (files == document.end() || !files->is_array()) {
    return Error{"it has no list 'files'"};
  }
  if (files->size() > kMaxBundleFiles) return Error{"it has too many files"};
  std::set<std::string> seen = {kManifestName, kEnvelopeName};
  for (const json& entry : *files) {
    IEC_ASSIGN_OR_RETURN(ManifestFile file, FileFromJson(entry));
    if (!seen.insert(file.path).second) {
      return Error{file.path + " is in it twice"};
    }
    manifest.files.push_back(std::move(file));
  }
  return manifest;
}

}  // namespace iec
