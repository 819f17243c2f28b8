// SPDX-License-Identifier: Apache-2.0
// Radios as the kernel shows them, with a driver or without one.
#ifndef IEC_LIB_DUT_RADIOS_H_
#define IEC_LIB_DUT_RADIOS_H_

#include <string>
#include <vector>

namespace iec {

struct Radio {
  std::string name;  // "wlan0", "hci0", "usb 1-2"
  std::string kind;  // "Wi-Fi"
  // Nobody can send with it: rfkill blocks it, or its network interface is
  // down, or it has no driver.
  bool blocked = false;
  std::string state;  // of that, fit for evidence

  std::string Describe() const;  // "Wi-Fi wlan0 (up)"
};

// Each one once for each name that it has; `sysfs` is for tests.
std::vector<Radio> FindRadios(const std::string& sysfs = "/sys");

// What FindRadios() has looked for, fit for evidence.
inline constexpr char kRadioPlaces[] =
    "network interfaces, ieee80211, bluetooth, ieee802154, nfc, wwan, rfkill, "
    "and wireless controllers on USB and PCI";

}  // namespace iec

#endif  // IEC_LIB_DUT_RADIOS_H_
