// SPDX-License-Identifier: Apache-2.0
// Runs test cases that are made up; for the tests of this folder.
#ifndef IEC_LIB_TESTCASE_SUITE_FOR_TEST_H_
#define IEC_LIB_TESTCASE_SUITE_FOR_TEST_H_

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <atomic>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/testcase/suite.h"

namespace iec {

class SuiteTest : public testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/tmp/iec-suite-XXXXXX";
    ASSERT_NE(mkdtemp(path), nullptr);
    directory_ = path;
    auto profile = LoadProfileOrDefault("");
    ASSERT_TRUE(profile.ok()) << profile.error().message;
    profile_ = *profile;
  }
  void TearDown() override { ASSERT_TRUE(RemoveTree(directory_).ok()); }

  static TestCase Make(std::string_view name, void (*body)(Dut&)) {
    return TestCase{.requirement = "CR_1_1",
                    .name = name,
                    .body = body,
                    .file = "suite_test.cpp",
                    .privilege = Privilege::kNone,
                    .timeout = std::chrono::seconds(20)};
  }

  void Run(const std::vector<TestCase>& tests, int jobs = 1) {
    std::vector<const TestCase*> pointers;
    for (const TestCase& test : tests) pointers.push_back(&test);
    SuiteOptions options;
    options.run = RandomFrom("0123456789abcdef", 16);
    options.undo_directory = directory_ + "/undo";
    options.slots = {jobs, 0};
    options.interrupted = &interrupted_;
    options.on_start = [this](const TestCase&) { events_ += '+'; };
    options.on_record = [this](const TestRecord& record) {
      EXPECT_TRUE(records_.emplace(record.id, record).second) << record.id;
      events_ += '-';
    };
    const Status status = RunSuite(pointers, profile_, options);
    ASSERT_TRUE(status.ok()) << status.error().message;
    EXPECT_EQ(records_.size(), tests.size());
    // Nothing of any test may be left: neither alive nor a zombie.
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  }

  const TestRecord& RunOne(void (*body)(Dut&)) {
    Run({Make("only", body)});
    return records_.begin()->second;
  }

  void ExpectVerdict(void (*body)(Dut&), Verdict verdict,
                     const std::string& reason) {
    const TestRecord& record = RunOne(body);
    EXPECT_EQ(Name(record.verdict), Name(verdict)) << record.reason;
    EXPECT_NE(record.reason.find(reason), std::string::npos) << record.reason;
  }

  std::string directory_;
  Profile profile_;
  std::atomic<bool> interrupted_ = false;
  std::map<std::string, TestRecord> records_;
  std::string events_;  // '+' a start, '-' a record
};

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_SUITE_FOR_TEST_H_
