// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/profile.h"

#include <utility>

#include "lib/base/file.h"
#include "lib/base/paths.h"
#include "lib/base/text.h"
#include "lib/profile/trusted_file.h"
#include "lib/profile/yaml_document.h"

namespace iec {
namespace embedded {
extern const std::string_view kReferenceProfileYaml;
}  // namespace embedded

namespace {

constexpr char kBuiltIn[] = "(built in)";

template <typename T>
Result<T> ValueAs(const Profile& profile, std::string_view name,
                  std::string_view type) {
  IEC_ASSIGN_OR_RETURN(const ParameterValue value, profile.Value(name));
  if (const T* typed = std::get_if<T>(&value)) return *typed;
  return Error{"the parameter '" + std::string(name) + "' is not of the type " +
               std::string(type) + "; see lib/profile/parameters.yaml"};
}

}  // namespace

Result<ParameterValue> Profile::Value(std::string_view parameter) const {
  const std::string wanted(parameter);
  const auto written = parameters.find(wanted);
  if (written != parameters.end()) return written->second;
  const auto known = known_parameters.find(wanted);
  if (known != known_parameters.end()) return known->second.fallback;
  std::vector<std::string> names;
  for (const auto& [key, value] : known_parameters) names.push_back(key);
  return Error{"there is no parameter '" + wanted + "'" +
               DidYouMean(wanted, names)};
}

Result<int64_t> Profile::Integer(std::string_view parameter) const {
  return ValueAs<int64_t>(*this, parameter, "integer");
}

Result<bool> Profile::Flag(std::string_view parameter) const {
  return ValueAs<bool>(*this, parameter, "boolean");
}

Result<std::string> Profile::Text(std::string_view parameter) const {
  return ValueAs<std::string>(*this, parameter, "text");
}

Result<std::vector<std::string>> Profile::List(
    std::string_view parameter) const {
  return ValueAs<std::vector<std::string>>(*this, parameter, "list");
}

Result<Profile> LoadProfile(const std::string& path) {
  IEC_ASSIGN_OR_RETURN(const std::string yaml, ReadFile(path, kYamlMaxBytes));
  return ParseProfile(yaml, path);
}

Result<Profile> LoadProfileOrDefault(const std::string& path) {
  if (!path.empty()) return LoadProfile(path);
  if (!Exists(kProfilePath)) {
    return ParseProfile(embedded::kReferenceProfileYaml, kBuiltIn);
  }
  IEC_ASSIGN_OR_RETURN(const std::string yaml,
                       ReadTrustedFile(kProfilePath, kYamlMaxBytes));
  return ParseProfile(yaml, kProfilePath);
}

}  // namespace iec
