// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/hardware_clock.h"

#include <fcntl.h>
#include <linux/rtc.h>
#include <sys/ioctl.h>

#include <ctime>

#include "lib/base/file.h"

namespace iec {

Result<int64_t> HardwareClock() {
  const auto adjustment = ReadFile("/etc/adjtime");
  if (adjustment.ok() && adjustment->find("LOCAL") != std::string::npos) {
    return Error{"it keeps the local time"};
  }
  const UniqueFd fd(open("/dev/rtc0", O_RDONLY | O_CLOEXEC));
  if (!fd) return ErrnoError("opening", "/dev/rtc0");
  rtc_time read{};
  if (ioctl(fd.get(), RTC_RD_TIME, &read) != 0) {
    return ErrnoError("reading", "/dev/rtc0");
  }
  tm time{};
  time.tm_sec = read.tm_sec;
  time.tm_min = read.tm_min;
  time.tm_hour = read.tm_hour;
  time.tm_mday = read.tm_mday;
  time.tm_mon = read.tm_mon;
  time.tm_year = read.tm_year;
  return static_cast<int64_t>(timegm(&time)) * 1000;
}

}  // namespace iec
