// SPDX-License-Identifier: Apache-2.0
// A directory with a device's files and their undo journals in it; for the
// tests of this folder.
#ifndef IEC_LIB_DUT_UNDO_FOR_TEST_H_
#define IEC_LIB_DUT_UNDO_FOR_TEST_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "lib/base/digest.h"
#include "lib/dut/process.h"
#include "lib/dut/undo.h"
#include "lib/dut/walk.h"

namespace iec {

class UndoTest : public testing::Test {
 protected:
  // Another one in each process: the undo of a run ends that run's processes,
  // and those of the same test elsewhere are not its own.
  inline static const std::string kRun = Hex(RandomBytes(8));

  void SetUp() override {
    char path[] = "/var/tmp/iec-undo-XXXXXX";
    ASSERT_NE(mkdtemp(path), nullptr);
    directory_ = path;
    undo_ = directory_ + "/undo";
  }
  void TearDown() override {
    SetRunMarker("");
    ASSERT_TRUE(RemoveTreeSafely(directory_).ok());
  }

  std::string At(const std::string& name) const {
    return directory_ + "/" + name;
  }
  std::string PathOf(const std::string& test) const {
    return UndoJournal::PathFor(undo_, kRun, test);
  }
  std::vector<std::string> UndoFiles() const {
    std::vector<std::string> files;
    static_cast<void>(Walk(undo_, [&](const WalkObject& object) {
                        files.emplace_back(object.name);
                        return WalkStep::kPass;
                      }).ok());
    return files;
  }

  std::string directory_;
  std::string undo_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_UNDO_FOR_TEST_H_
