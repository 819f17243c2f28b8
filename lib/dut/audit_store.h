// SPDX-License-Identifier: Apache-2.0
// Where the device keeps its audit trail: the file that its daemon writes, the
// room around it, and what the daemon does when there is none.
#ifndef IEC_LIB_DUT_AUDIT_STORE_H_
#define IEC_LIB_DUT_AUDIT_STORE_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/audit_cursor.h"

namespace iec {

struct AuditStore {
  pid_t daemon = 0;
  std::string unit;           // of systemd; "" where it has none
  std::string path;           // of the file that the daemon has open
  std::string directory;      // of that
  std::string configuration;  // of the daemon
};

// An Error where nobody takes the kernel's records, or who does writes no
// file that others see.
Result<AuditStore> FindAuditStore();

struct StorageRoom {
  int64_t total = 0;
  int64_t available = 0;  // to everybody: what is reserved for root is not
  bool separate = false;  // a file system of its own
};
Result<StorageRoom> RoomOf(const AuditStore& store);

// Settings of daemon and kernel by which trouble of the trail stops the
// device, "disk_full_action = halt". They are read, as trying one would end
// the run.
std::vector<std::string> WhatStopsTheDevice(const AuditStore& store);

// So much the daemon keeps by its own limits, in bytes; 0: it has none.
int64_t OwnLimitOf(const std::string& configuration);
// After so many bytes a file is rotated and the oldest may go; 0: never.
int64_t FileLimitOf(const std::string& configuration);

// The trail's files: the one that is written, then the older ones.
std::vector<std::string> TrailFiles(const std::string& path);

// The records at the trail's end, so many bytes of them, oldest first. What
// the daemon rotates meanwhile may be missing or be there twice.
std::vector<AuditRecord> NewestRecords(const std::string& path, size_t bytes);

// Opens files for writing and writes nothing, so that the device records it,
// `count` times in all.
void MakeAuditedCalls(const std::vector<std::string>& files, int count);
// Once each of them.
inline void MakeAuditedCalls(const std::vector<std::string>& files) {
  MakeAuditedCalls(files, static_cast<int>(files.size()));
}

// How many of such calls by this process these records tell of, not before
// `begin` and not after `end` (milliseconds since 1970).
size_t OwnCallsIn(const std::vector<AuditRecord>& records, int64_t begin,
                  int64_t end);

}  // namespace iec

#endif  // IEC_LIB_DUT_AUDIT_STORE_H_
