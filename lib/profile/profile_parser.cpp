// SPDX-License-Identifier: Apache-2.0
// From the tree of a YAML file to a Profile, with all that is wrong with it.
#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/profile/parameter_value.h"
#include "lib/profile/profile.h"
#include "lib/profile/profile_checks.h"
#include "lib/profile/profile_waivers.h"
#include "lib/profile/yaml_reader.h"

namespace iec {
namespace {

constexpr int kHighestLevel = 4;

class ProfileParser {
 public:
  ProfileParser(std::string_view yaml, const std::string& path)
      : yaml_(yaml), path_(path), errors_(path) {}

  Result<Profile> Parse() {
    IEC_ASSIGN_OR_RETURN(profile_.known_parameters, LoadParameters());
    profile_.path = path_;
    profile_.sha256 = Sha256Hex(yaml_);
    const auto root = ParseYaml(yaml_, errors_);
    if (root) ReadRoot(*root);
    if (!errors_.empty()) return errors_.ToError();
    return std::move(profile_);
  }

 private:
  void ReadRoot(const YamlNode& root) {
    if (root.kind == YamlNode::Kind::kNull) {
      errors_.Add({}, "the file is empty");
      return;
    }
    MapReader reader(root, "", errors_);
    if (const YamlNode* node = reader.Required("schema")) {
      ReadName(*node, "schema", {"iec-profile/1"}, errors_);
    }
    if (const YamlNode* node = reader.Required("name")) {
      profile_.name = ReadLine(*node, "name", errors_).value_or("");
    }
    if (const YamlNode* node = reader.Required("component_type")) {
      ReadComponentType(*node);
    }
    if (const YamlNode* node = reader.Required("target_sl")) {
      ReadTargetLevels(*node);
    }
    // What one of these three says wrongly would only be said again by the
    // comparison between them.
    const size_t errors_before = errors_.size();
    const YamlNode* capabilities = reader.Required("capabilities");
    if (capabilities != nullptr) ReadCapabilities(*capabilities);
    const YamlNode* interfaces = reader.Optional("interfaces");
    if (interfaces != nullptr) ReadInterfaces(*interfaces);
    const YamlNode* hooks = reader.Optional("hooks");
    if (hooks != nullptr) ReadHooks(*hooks);
    if (capabilities != nullptr && errors_.size() == errors_before) {
      CheckConsistency(capabilities->mark,
                       interfaces != nullptr ? interfaces->mark : root.mark,
                       hooks != nullptr ? hooks->mark : root.mark);
    }
    if (const YamlNode* node = reader.Optional("parameters")) {
      ReadParameters(*node);
    }
    if (const YamlNode* node = reader.Optional("harness")) ReadHarness(*node);
    if (const YamlNode* node = reader.Optional("waivers")) {
      profile_.waivers = ReadWaivers(*node, errors_);
    }
    reader.RefuseOthers();
  }

  void ReadComponentType(const YamlNode& node) {
    std::vector<std::string> names;
    for (const auto type :
         {ComponentType::kEmbedded, ComponentType::kHost,
          ComponentType::kNetwork, ComponentType::kSoftware}) {
      names.emplace_back(Name(type));
    }
    const auto name = ReadName(node, "component_type", names, errors_);
    if (!name) return;
    profile_.component = *ParseComponentType(*name);
  }

  int ReadLevel(const YamlNode& node, std::string_view what) {
    return static_cast<int>(
        ReadInteger(node, what, 0, kHighestLevel, errors_).value_or(0));
  }

  void ReadTargetLevels(const YamlNode& node) {
    auto& levels = profile_.target_levels;
    if (node.kind == YamlNode::Kind::kList) {
      if (node.items.size() != levels.size()) {
        errors_.Add(node.mark,
                    fmt::format("target_sl: {} levels; {} are needed, for "
                                "FR 1 to FR 7",
                                node.items.size(), levels.size()));
        return;
      }
      for (size_t i = 0; i < levels.size(); ++i) {
        levels[i] =
            ReadLevel(node.items[i], fmt::format("target_sl[{}]", i + 1));
      }
    } else if (node.kind == YamlNode::Kind::kMap) {
      MapReader reader(node, "target_sl", errors_);
      for (size_t i = 0; i < levels.size(); ++i) {
        const std::string key = fmt::format("fr{}", i + 1);
        const YamlNode* level = reader.Required(key);
        if (level != nullptr) levels[i] = ReadLevel(*level, reader.What(key));
      }
      reader.RefuseOthers();
    } else {
      levels.fill(ReadLevel(node, "target_sl"));
    }
  }

  void ReadCapabilities(const YamlNode& node) {
    if (!ExpectList(node, "capabilities", errors_)) return;
    std::vector<std::string> names;
    for (const Capability capability : AllCapabilities()) {
      names.emplace_back(Name(capability));
    }
    for (size_t i = 0; i < node.items.size(); ++i) {
      const std::string what = fmt::format("capabilities[{}]", i + 1);
      const auto name = ReadName(node.items[i], what, names, errors_);
      if (!name) continue;
      if (!profile_.capabilities.insert(*ParseCapability(*name)).second) {
        errors_.Add(node.items[i].mark,
                    fmt::format("{}: '{}' is there twice", what, *name));
      }
    }
  }

  void ReadInterfaces(const YamlNode& node) {
    if (!ExpectList(node, "interfaces", errors_)) return;
    std::set<std::string> names;
    for (size_t i = 0; i < node.items.size(); ++i) {
      ReadInterface(node.items[i], fmt::format("interfaces[{}]", i + 1), names);
    }
  }

  void ReadInterface(const YamlNode& node, const std::string& what,
                     std::set<std::string>& names) {
    MapReader reader(node, what, errors_);
    HumanInterface interface;
    std::optional<std::string> kind;
    if (const YamlNode* value = reader.Required("kind")) {
      kind = ReadName(*value, reader.What("kind"), {"console", "ssh"}, errors_);
    }
    const bool ssh = kind == "ssh";
    interface.kind =
        ssh ? HumanInterface::Kind::kSsh : HumanInterface::Kind::kConsole;
    if (const YamlNode* value = reader.Required("name")) {
      interface.name = UniqueLine(*value, reader.What("name"), names);
    }
    const YamlNode* address = reader.Optional("address");
    const YamlNode* port = reader.Optional("port");
    const YamlNode* local = reader.Optional("local");
    reader.RefuseOthers();
    if (!kind) return;
    for (const auto& [key, value] :
         {std::pair("address", address), std::pair("port", port)}) {
      if (!ssh && value != nullptr) {
        errors_.Add(value->mark,
                    fmt::format("{}: a console has none", reader.What(key)));
      }
    }
    if (local != nullptr) {
      interface.local =
          ReadBoolean(*local, reader.What("local"), errors_).value_or(true);
      if (!ssh && !interface.local) {
        errors_.Add(local->mark, fmt::format("{}: a console always is",
                                             reader.What("local")));
      }
    }
    if (ssh && address != nullptr) {
      interface.address = ReadAddress(*address, reader.What("address"));
    }
    if (ssh && port != nullptr) {
      interface.port = static_cast<uint16_t>(
          ReadInteger(*port, reader.What("port"), 1, 65535, errors_)
              .value_or(interface.port));
    }
    interface_marks_.push_back(node.mark);
    profile_.interfaces.push_back(std::move(interface));
  }

  std::string ReadAddress(const YamlNode& node, const std::string& what) {
    const auto address = ReadLine(node, what, errors_);
    if (address && !IsNumericAddress(*address)) {
      errors_.Add(node.mark,
                  fmt::format("{}: {} is not a numeric IPv4 or IPv6 address; "
                              "names are not looked up",
                              what, Quoted(*address)));
    }
    return address.value_or("");
  }

  // Empty where it cannot be read or is taken already.
  std::string UniqueLine(const YamlNode& node, const std::string& what,
                         std::set<std::string>& taken) {
    const auto line = ReadLine(node, what, errors_);
    if (!line) return "";
    if (!taken.insert(*line).second) {
      errors_.Add(node.mark,
                  fmt::format("{}: {} is there twice", what, Quoted(*line)));
    }
    return *line;
  }

  // Takes `lockout: {attempts: 3}` and `lockout.attempts: 3`.
  void ReadParameters(const YamlNode& node) {
    if (!ExpectMap(node, "parameters", errors_)) return;
    for (const YamlEntry& entry : node.entries) {
      if (entry.value.kind != YamlNode::Kind::kMap) {
        ReadParameter(entry.key, entry);
        continue;
      }
      if (entry.value.entries.empty()) {
        errors_.Add(entry.mark, fmt::format("parameters: {} holds nothing",
                                            Quoted(entry.key)));
      }
      for (const YamlEntry& inner : entry.value.entries) {
        ReadParameter(entry.key + "." + inner.key, inner);
      }
    }
  }

  void ReadParameter(const std::string& name, const YamlEntry& entry) {
    const auto known = profile_.known_parameters.find(name);
    if (known == profile_.known_parameters.end()) {
      std::vector<std::string> names;
      for (const auto& [key, parameter] : profile_.known_parameters) {
        names.push_back(key);
      }
      // All of them would fill the screen.
      const std::string nearest = SuggestNearest(name, names);
      errors_.Add(
          entry.mark,
          fmt::format(
              "parameters: {} is unknown{}", Quoted(name),
              nearest.empty() ? "; 'iec-runner explain' lists them" : nearest));
      return;
    }
    auto value = ReadParameterValue(known->second, entry.value, errors_);
    if (!value) return;
    if (!profile_.parameters.emplace(name, *std::move(value)).second) {
      errors_.Add(entry.mark,
                  fmt::format("parameters: '{}' is there twice", name));
    }
  }

  void ReadHooks(const YamlNode& node) {
    MapReader reader(node, "hooks", errors_);
    if (const YamlNode* value = reader.Optional("enrol_second_factor")) {
      profile_.hooks.enrol_second_factor = ReadHook(
          *value, reader.What("enrol_second_factor"), "{user}", "the account");
    }
    if (const YamlNode* value = reader.Optional("backup")) {
      profile_.hooks.backup = ReadHook(*value, reader.What("backup"), "{file}",
                                       "where to put the backup");
    }
    reader.RefuseOthers();
  }

  // `place` has to be in an argument: it stands for `meaning`.
  std::vector<std::string> ReadHook(const YamlNode& node,
                                    const std::string& what,
                                    std::string_view place,
                                    std::string_view meaning) {
    const auto argv = ReadLines(node, what, errors_);
    if (!argv) return {};
    if (argv->empty() || !argv->front().starts_with('/')) {
      errors_.Add(node.mark,
                  fmt::format("{}: the first item must be the absolute path "
                              "of a program",
                              what));
      return {};
    }
    const auto holds_place = [place](const std::string& argument) {
      return argument.find(place) != std::string::npos;
    };
    if (std::none_of(argv->begin() + 1, argv->end(), holds_place)) {
      errors_.Add(node.mark,
                  fmt::format("{}: no argument holds {}, so the program "
                              "cannot know {}",
                              what, place, meaning));
    }
    return *argv;
  }

  void ReadHarness(const YamlNode& node) {
    if (!ExpectList(node, "harness", errors_)) return;
    std::set<std::string> names;
    for (size_t i = 0; i < node.items.size(); ++i) {
      MapReader reader(node.items[i], fmt::format("harness[{}]", i + 1),
                       errors_);
      HarnessAccess access;
      if (const YamlNode* value = reader.Required("name")) {
        access.name = UniqueLine(*value, reader.What("name"), names);
      }
      if (const YamlNode* value = reader.Required("description")) {
        access.description =
            ReadText(*value, reader.What("description"), errors_).value_or("");
      }
      reader.RefuseOthers();
      profile_.harness.push_back(std::move(access));
    }
  }

  static Capability Needed(HumanInterface::Kind kind) {
    return kind == HumanInterface::Kind::kSsh ? Capability::kSsh
                                              : Capability::kConsole;
  }

  // What is declared must also be reachable for a test, and the reverse.
  void CheckConsistency(const YamlMark& capabilities,
                        const YamlMark& interfaces, const YamlMark& hooks) {
    std::set<Capability> reachable;
    for (size_t i = 0; i < profile_.interfaces.size(); ++i) {
      const Capability needed = Needed(profile_.interfaces[i].kind);
      reachable.insert(needed);
      if (!profile_.Declares(needed)) {
        errors_.Add(interface_marks_[i],
                    fmt::format("interfaces[{0}]: an interface of kind {1} "
                                "needs the capability '{1}'",
                                i + 1, Name(needed)));
      }
    }
    for (const Capability way : {Capability::kConsole, Capability::kSsh}) {
      if (profile_.Declares(way) && !reachable.contains(way)) {
        errors_.Add(interfaces,
                    fmt::format("interfaces: the capability '{0}' needs an "
                                "interface of kind {0}",
                                Name(way)));
      }
    }
    CheckHook(Capability::kSecondFactor, profile_.hooks.enrol_second_factor,
              "enrol_second_factor", "no test could log in", capabilities,
              hooks);
    CheckHook(Capability::kBackup, profile_.hooks.backup, "backup",
              "no test could make one", capabilities, hooks);
  }

  // A capability that tests reach by a hook, and the hook.
  void CheckHook(Capability capability, const std::vector<std::string>& hook,
                 std::string_view name, std::string_view otherwise,
                 const YamlMark& capabilities, const YamlMark& hooks) {
    const bool declared = profile_.Declares(capability);
    if (declared && hook.empty()) {
      errors_.Add(capabilities,
                  fmt::format("capabilities: '{}' needs hooks.{}, or {}",
                              Name(capability), name, otherwise));
    }
    if (!declared && !hook.empty()) {
      errors_.Add(hooks, fmt::format("hooks: {} needs the capability '{}'",
                                     name, Name(capability)));
    }
  }

  std::string_view yaml_;
  std::string path_;
  YamlErrors errors_;
  Profile profile_;
  std::vector<YamlMark> interface_marks_;  // of profile_.interfaces
};

}  // namespace

Result<Profile> ParseProfile(std::string_view yaml, const std::string& path) {
  return ProfileParser(yaml, path).Parse();
}

}  // namespace iec
