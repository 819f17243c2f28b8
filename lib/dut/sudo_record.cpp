// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sudo_record.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>

#include "lib/base/file.h"

namespace iec {
namespace {

// struct timestamp_entry of sudo 1.8.20 and later.
constexpr uint16_t kVersion = 2;
constexpr uint16_t kLock = 4;      // no record of a proof
constexpr uint16_t kDisabled = 1;  // a flag: sudo takes it for none
struct Record {
  uint16_t version;
  uint16_t size;
  uint16_t type;
  uint16_t flags;
  uint32_t uid;
  int32_t session;
  int64_t started[2];
  int64_t proven[2];  // seconds since the start of the device, nanoseconds
  uint64_t terminal;
};

}  // namespace

std::optional<std::string> AgedSudoRecords(std::string_view bytes,
                                           std::chrono::seconds by) {
  std::string aged(bytes);
  bool found = false;
  for (size_t at = 0; at < aged.size();) {
    Record record{};
    if (aged.size() - at < sizeof record) return std::nullopt;
    memcpy(&record, &aged[at], sizeof record);
    if (record.version != kVersion || record.size != sizeof record) {
      return std::nullopt;
    }
    if (record.type != kLock && (record.flags & kDisabled) == 0) {
      found = true;
      record.proven[0] -= by.count();
      // A proof before the start of the device is none to sudo, however short
      // the time: nothing would be learned.
      if (record.proven[0] < 1) return std::nullopt;
      memcpy(&aged[at], &record, sizeof record);
    }
    at += sizeof record;
  }
  if (!found) return std::nullopt;
  return aged;
}

Status AgeSudoRecordsOf(const std::string& user, uid_t uid,
                        std::chrono::seconds by) {
  for (const std::string& directory :
       {std::string("/run/sudo/ts/"), std::string("/var/run/sudo/ts/"),
        std::string("/var/lib/sudo/ts/")}) {
    for (const std::string& name : {user, fmt::format("{}", uid)}) {
      const std::string path = directory + name;
      const auto bytes = ReadFile(path, size_t{1} << 20);
      if (!bytes.ok()) continue;
      const auto aged = AgedSudoRecords(*bytes, by);
      if (!aged)
        return Error{path +
                     " is of a form that is not known, or the device has "
                     "not run for so long"};
      // In place: sudo looks at the owner and locks the file.
      const UniqueFd fd(open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
      if (!fd) return ErrnoError("opening", path);
      return WriteAll(fd.get(), *aged);
    }
  }
  return Error{"sudo keeps no record of " + user};
}

}  // namespace iec
