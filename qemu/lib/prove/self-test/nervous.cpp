// SPDX-License-Identifier: Apache-2.0
// A test that falls with whatever happens to the device: qemu/prove --all must
// say so. Only the harness's own check has it compiled in.
#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

// Of its status, in nanoseconds since 1970; 0 where there is nothing. Seconds
// would be too coarse: a container is sabotaged in the one that it boots in.
int64_t Changed(const std::filesystem::path& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) return 0;
  return status.st_ctim.tv_sec * int64_t{1'000'000'000} +
         status.st_ctim.tv_nsec;
}

}  // namespace

IEC_TEST_CASE(CR_7_7, nervous, .plan = "CR7.7.t1",
              .title = "Deliberately nervous: fails on anything",
              .tried = "Looks whether any setting has changed since the boot.",
              .passes_when = "None has.", .not_covered = "Everything.",
              .remedy = "It is no test: it shows that the harness sees that.",
              .lanes = {Lane::kContainer}) {
  const int64_t booted = Changed("/run/systemd/private");
  IEC_CONTROL(booted > 0, "the device tells when it booted", "it does not");
  for (const char* folder :
       {"/etc/pam.d", "/etc/sudoers.d", "/etc/systemd/system", "/usr/local"}) {
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator entry(folder, error),
         end;
         !error && entry != end; entry.increment(error)) {
      Expect(Changed(entry->path()) <= booted, "no setting changes",
             entry->path().string() + " has changed");
    }
  }
}

}  // namespace iec
