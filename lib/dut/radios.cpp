// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/radios.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

using Kind = std::pair<std::string_view, std::string_view>;

constexpr std::array<Kind, 5> kClasses = {{{"ieee80211", "Wi-Fi"},
                                           {"bluetooth", "Bluetooth"},
                                           {"ieee802154", "IEEE 802.15.4"},
                                           {"nfc", "NFC"},
                                           {"wwan", "cellular"}}};
// ARPHRD_... of linux/if_arp.h.
constexpr std::array<Kind, 6> kLinkTypes = {{{"801", "Wi-Fi"},
                                             {"802", "Wi-Fi"},
                                             {"803", "Wi-Fi"},
                                             {"804", "IEEE 802.15.4"},
                                             {"805", "IEEE 802.15.4"},
                                             {"820", "cellular"}}};
constexpr std::array<Kind, 3> kDeviceTypes = {
    {{"DEVTYPE=wlan", "Wi-Fi"},
     {"DEVTYPE=wwan", "cellular"},
     {"DEVTYPE=bluetooth", "Bluetooth"}}};

template <size_t kCount>
std::string_view KindOf(const std::array<Kind, kCount>& kinds,
                        std::string_view name) {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(),
                   [name](const Kind& kind) { return kind.first == name; });
  return found == kinds.end() ? std::string_view() : found->second;
}

std::string Line(const std::string& path) {
  const auto text = ReadFile(path, 1u << 16);
  return text.ok() ? std::string(Trim(*text)) : "";
}

// Names in a directory; the entries of sysfs are links mostly.
std::vector<std::string> EntriesOf(const std::string& directory) {
  std::vector<std::string> names;
  static_cast<void>(Walk(directory, [&names](const WalkObject& object) {
                      names.emplace_back(object.name);
                      return WalkStep::kPass;
                    }).ok());
  std::sort(names.begin(), names.end());
  return names;
}

class Finder {
 public:
  explicit Finder(std::string sysfs) : sysfs_(std::move(sysfs)) {}

  std::vector<Radio> Find() {
    FindBlocked();
    FindInterfaces();
    for (const auto& [name, kind] : kClasses) {
      for (const std::string& entry : EntriesOf(Class(name))) {
        // "hci0:12" is a connection.
        if (entry.find(':') == std::string::npos) Add(entry, kind);
      }
    }
    FindBlockable();
    FindWithoutDriver("usb", "/bInterfaceClass", "e0");
    FindWithoutDriver("usb", "/bDeviceClass", "e0");
    FindWithoutDriver("pci", "/class", "0x0d");
    FindWithoutDriver("pci", "/class", "0x0280");
    return std::move(radios_);
  }

 private:
  std::string Class(std::string_view name) const {
    return fmt::format("{}/class/{}", sysfs_, name);
  }
  bool Has(const std::string& name) const {
    return std::any_of(radios_.begin(), radios_.end(),
                       [&](const Radio& radio) { return radio.name == name; });
  }
  // What rfkill says; nothing where it does not know the name.
  std::optional<bool> BlockOf(const std::string& name) const {
    for (const auto& [known, blocked] : blocks_) {
      if (known == name) return blocked;
    }
    return std::nullopt;
  }
  void Add(const std::string& name, std::string_view kind) {
    const auto block = BlockOf(name);
    radios_.push_back({name, std::string(kind), block.value_or(false),
                       block ? *block ? "blocked" : "not blocked"
                             : "rfkill does not know it"});
  }

  void FindBlocked() {
    for (const std::string& entry : EntriesOf(Class("rfkill"))) {
      const std::string at = Class("rfkill/") + entry;
      const bool blocked =
          Line(at + "/soft") == "1" || Line(at + "/hard") == "1";
      const std::string name = Line(at + "/name");
      types_.emplace_back(name.empty() ? entry : name, Line(at + "/type"));
      blocks_.emplace_back(name.empty() ? entry : name, blocked);
    }
  }
  // Those that no class above shows.
  void FindBlockable() {
    for (const auto& [name, type] : types_) {
      if (!Has(name)) Add(name, type.empty() ? "radio" : type);
    }
  }
  void FindInterfaces() {
    for (const std::string& name : EntriesOf(Class("net"))) {
      const std::string at = Class("net/") + name;
      std::string_view kind = KindOf(kLinkTypes, Line(at + "/type"));
      for (const std::string& line : Split(Line(at + "/uevent"), '\n')) {
        if (kind.empty()) kind = KindOf(kDeviceTypes, line);
      }
      if (kind.empty() &&
          (Exists(at + "/phy80211") || Exists(at + "/wireless"))) {
        kind = "Wi-Fi";
      }
      if (kind.empty()) continue;
      const std::string flags = Line(at + "/flags");  // "0x1003"
      const bool up =
          !flags.empty() && flags.find_first_of("13579bdf", flags.size() - 1) !=
                                std::string::npos;
      const auto block = BlockOf(Line(at + "/phy80211/name"));
      radios_.push_back({name, std::string(kind), !up || block.value_or(false),
                         block && *block ? "blocked"
                         : up            ? "up"
                                         : "down"});
    }
  }
  void FindWithoutDriver(std::string_view bus, std::string_view file,
                         std::string_view begin) {
    const std::string devices = fmt::format("{}/bus/{}/devices", sysfs_, bus);
    for (const std::string& entry : EntriesOf(devices)) {
      const std::string at = devices + "/" + entry;
      const std::string name = fmt::format("{} {}", bus, entry);
      if (!Line(at + std::string(file)).starts_with(begin) || Has(name)) {
        continue;
      }
      const bool driven = Exists(at + "/driver");
      radios_.push_back(
          {name, "wireless controller", true,
           driven ? "with a driver, see its other names" : "without a driver"});
    }
  }

  std::string sysfs_;
  std::vector<std::pair<std::string, std::string>> types_;
  std::vector<std::pair<std::string, bool>> blocks_;
  std::vector<Radio> radios_;
};

}  // namespace

std::string Radio::Describe() const {
  return fmt::format("{} {} ({})", kind, Printable(name, 40), state);
}

std::vector<Radio> FindRadios(const std::string& sysfs) {
  return Finder(sysfs).Find();
}

}  // namespace iec
