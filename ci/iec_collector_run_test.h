// SPDX-License-Identifier: Apache-2.0
// Runs the real command; for the tests of this folder.
#ifndef IEC_CI_IEC_COLLECTOR_RUN_TEST_H_
#define IEC_CI_IEC_COLLECTOR_RUN_TEST_H_

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/record/wire.h"

namespace iec {

inline constexpr char kRun[] = "00112233445566ff";

struct Outcome {
  int status = -1;
  std::string out;
  std::string err;
};

class Collector : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = "/tmp/iec-collector-XXXXXX";
    ASSERT_NE(mkdtemp(directory_.data()), nullptr);
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(directory_).ok()); }

  std::string Path(const std::string& name) const {
    return directory_ + "/" + name;
  }

  std::string Write(const std::string& name, const std::string& text) {
    EXPECT_TRUE(WriteFileAtomically(Path(name), text, 0644).ok());
    return Path(name);
  }

  // `environment` is all there is besides the sanitizers' options.
  Outcome Run(const std::vector<std::string>& arguments,
              const std::string& input = "",
              std::vector<std::string> environment = {}) {
    std::vector<std::string> words = arguments;
    words.insert(words.begin(), IEC_COLLECTOR);
    const std::string in = Write(".in", input);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, in.c_str(), O_RDONLY, 0);
    constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions, 1, Path(".out").c_str(), kFlags,
                                     0600);
    posix_spawn_file_actions_addopen(&actions, 2, Path(".err").c_str(), kFlags,
                                     0600);
    pid_t child = 0;
    const int error =
        posix_spawn(&child, IEC_COLLECTOR, &actions, nullptr,
                    Pointers(words).data(), Pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    EXPECT_EQ(error, 0);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
    Outcome outcome{WEXITSTATUS(status), *ReadFile(Path(".out")),
                    *ReadFile(Path(".err"))};
    for (const char* name : {".in", ".out", ".err"}) {
      unlink(Path(name).c_str());
    }
    return outcome;
  }

 private:
  static std::vector<char*> Pointers(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
  }

  std::string directory_;
};

// The record of a run of one test.
inline std::string Record(Verdict verdict, const std::string& key = "",
                          const std::string& run = kRun) {
  RecordEncoder encoder(run, key);
  PlanRecord plan;
  plan.started = 1795456800000;  // 2026-11-23
  plan.profile_name = "reference";
  plan.component_type = "embedded";
  plan.target_levels = {3, 3, 3, 3, 3, 3, 3};
  plan.tests = {{"CR_1_7_weak", "CR_1_7", "A weak password is refused"}};
  TestRecord test;
  test.id = "CR_1_7_weak";
  test.requirement = "CR_1_7";
  test.verdict = verdict;
  SummaryRecord summary;
  summary.verdicts = {{std::string(Name(verdict)), 1}};
  std::string text;
  for (const auto& lines :
       {encoder.Encode(plan), encoder.Encode(test), encoder.Encode(summary)}) {
    for (const std::string& line : lines) text += line + "\n";
  }
  return text;
}

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_RUN_TEST_H_
