// SPDX-License-Identifier: Apache-2.0
// An audit trail that is put under pressure and comes back whole: before the
// file system around it is filled, its files get a second name, so that
// whatever the daemon rotates away is still there, and is put back in the end.
#ifndef IEC_LIB_DUT_KEPT_TRAIL_H_
#define IEC_LIB_DUT_KEPT_TRAIL_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "lib/base/file.h"
#include "lib/base/result.h"
#include "lib/dut/undo.h"

namespace iec {

class KeptTrail {
 public:
  // `path` is the file that the daemon writes. Whatever end the test comes to,
  // the undo gives the room back and puts the files back.
  static Result<KeptTrail> Keep(UndoJournal& journal, const std::string& path);

  // Takes room until so many bytes are available to everybody but root.
  Status LeaveAvailable(int64_t bytes);
  Status GiveBack();
  // How many of the trail's files the daemon has given up since.
  Result<size_t> GivenUp() const;

 private:
  explicit KeptTrail(std::string directory)
      : directory_(std::move(directory)) {}

  std::string directory_;
  UniqueFd filler_;
  int64_t size_ = 0;
};

// What the daemon remembers of too little room is over, and one that has
// suspended recording goes on: what an administrator does in the end.
void ResumeAudit();

// The undo of it: `directory` holds the second names. The trail's older files
// are in the order of their records again, as many as there are now: what is
// too many is appended to the file before it.
Status PutTrailBack(const std::string& directory, const std::string& path);

}  // namespace iec

#endif  // IEC_LIB_DUT_KEPT_TRAIL_H_
