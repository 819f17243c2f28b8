// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/radios.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lib/base/file.h"

namespace iec {
namespace {

class RadiosTest : public testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/tmp/iec-sysfs-XXXXXX";
    sysfs_ = mkdtemp(path);
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(sysfs_).ok()); }

  void Put(const std::string& path, const std::string& text) {
    for (size_t at = 1; (at = path.find('/', at)) != std::string::npos; ++at) {
      mkdir((sysfs_ + path.substr(0, at)).c_str(), 0755);
    }
    EXPECT_TRUE(CreateFile(sysfs_ + path, text + "\n", 0644).ok());
  }
  std::string Found() {
    std::string all;
    for (const Radio& radio : FindRadios(sysfs_)) {
      all += (radio.blocked ? "-" : "+") + radio.Describe() + "; ";
    }
    return all;
  }

  std::string sysfs_;
};

TEST_F(RadiosTest, CablesAreNone) {
  Put("/class/net/eth0/type", "1");
  Put("/class/net/eth0/flags", "0x1003");
  Put("/class/net/lo/type", "772");
  Put("/bus/usb/devices/1-1/bDeviceClass", "09");
  Put("/bus/pci/devices/0000:00:02.0/class", "0x020000");
  EXPECT_EQ(Found(), "");
  EXPECT_TRUE(FindRadios(sysfs_ + "/none").empty());
}

TEST_F(RadiosTest, InterfacesByTypeAndByWhatTheyAreCalled) {
  Put("/class/net/a/type", "801");
  Put("/class/net/a/flags", "0x1003");
  Put("/class/net/b/type", "1");
  Put("/class/net/b/uevent", "DEVTYPE=wlan\nINTERFACE=b");
  Put("/class/net/b/flags", "0x1002");
  Put("/class/net/c/type", "1");
  Put("/class/net/c/phy80211/name", "phy0");
  Put("/class/net/c/flags", "0x1003");
  Put("/class/rfkill/rfkill0/name", "phy0");
  Put("/class/rfkill/rfkill0/type", "wlan");
  Put("/class/rfkill/rfkill0/soft", "1");
  EXPECT_EQ(Found(),
            "+Wi-Fi a (up); -Wi-Fi b (down); -Wi-Fi c (blocked); "
            "-wlan phy0 (blocked); ");
}

TEST_F(RadiosTest, OthersByTheirClass) {
  Put("/class/bluetooth/hci0/x", "");
  Put("/class/bluetooth/hci0:12/x", "");
  Put("/class/rfkill/rfkill0/name", "hci0");
  Put("/class/rfkill/rfkill0/type", "bluetooth");
  Put("/class/rfkill/rfkill0/soft", "0");
  Put("/class/rfkill/rfkill0/hard", "0");
  Put("/class/nfc/nfc0/x", "");
  EXPECT_EQ(Found(),
            "+Bluetooth hci0 (not blocked); "
            "+NFC nfc0 (rfkill does not know it); ");
}

TEST_F(RadiosTest, AndWithoutADriver) {
  Put("/bus/usb/devices/1-2:1.0/bInterfaceClass", "e0");
  Put("/bus/pci/devices/0000:00:03.0/class", "0x0d1100");
  EXPECT_EQ(Found(),
            "-wireless controller usb 1-2:1.0 (without a driver); "
            "-wireless controller pci 0000:00:03.0 (without a driver); ");
}

}  // namespace
}  // namespace iec
