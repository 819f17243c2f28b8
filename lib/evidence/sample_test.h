// SPDX-License-Identifier: Apache-2.0
// Keys and files for the tests of this folder.
#ifndef IEC_LIB_EVIDENCE_SAMPLE_TEST_H_
#define IEC_LIB_EVIDENCE_SAMPLE_TEST_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <string>

#include "lib/base/file.h"

namespace iec {

struct KeyPair {
  std::string private_pem;
  std::string public_pem;
};

class EvidenceTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = "/tmp/iec-evidence-XXXXXX";
    ASSERT_NE(mkdtemp(directory_.data()), nullptr);
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(directory_).ok()); }

  std::string Path(const std::string& name) const {
    return directory_ + "/" + name;
  }
  void Write(const std::string& name, const std::string& text) const {
    EXPECT_TRUE(WriteFileAtomically(Path(name), text, 0644).ok()) << name;
  }
  // The status; what it prints is nobody's.
  static int Shell(const std::string& command) {
    return system(("(" + command + ") >/dev/null 2>&1").c_str());
  }
  // By OpenSSL's command, which is not the code under test.
  KeyPair MakeKey(const std::string& name, const std::string& kind) const {
    EXPECT_EQ(Shell("openssl genpkey -algorithm " + kind + " -out " +
                    Path(name) + " && openssl pkey -in " + Path(name) +
                    " -pubout -out " + Path(name) + ".pub"),
              0);
    return {*ReadFile(Path(name)), *ReadFile(Path(name) + ".pub")};
  }

 private:
  std::string directory_;
};

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_SAMPLE_TEST_H_
