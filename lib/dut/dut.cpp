// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/dut.h"

#include "lib/base/digest.h"
#include "lib/dut/change.h"
#include "lib/dut/process.h"

namespace iec {

Dut::Dut(const Profile& profile, std::string run, std::string test,
         const std::string& undo_directory)
    : profile_(profile),
      run_(std::move(run)),
      test_(std::move(test)),
      lane_(DetectLane()),
      undo_(undo_directory, run_, test_),
      accounts_(profile_, undo_) {
  SetRunMarker(RunMarkerFor(run_, test_));
}

Result<std::string> Dut::TemporaryDirectory(const std::string& parent) {
  const std::string path =
      parent + "/iec-" + RandomFrom("abcdefghijklmnopqrstuvwxyz0123456789", 16);
  IEC_RETURN_IF_ERROR(MakeDirectory(undo_, path));
  return path;
}

}  // namespace iec
