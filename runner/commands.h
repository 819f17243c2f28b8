// SPDX-License-Identifier: Apache-2.0
// The commands of iec-runner. Each returns the exit status of the program:
// 0 fine, 1 a finding, 2 no verdict or unreadable input, 64 wrong usage.
#ifndef IEC_RUNNER_COMMANDS_H_
#define IEC_RUNNER_COMMANDS_H_

#include <string>
#include <vector>

#include "lib/testcase/test_case.h"

namespace iec {

inline constexpr int kExitPass = 0;
inline constexpr int kExitFinding = 1;
inline constexpr int kExitNoVerdict = 2;
inline constexpr int kExitUsage = 64;

struct ListOptions {
  std::vector<std::string> words;
  bool json = false;
};
int List(const ListOptions& options);

struct ExplainOptions {
  std::vector<std::string> words;
  std::string profile;  // path; empty: the default
};
int Explain(const ExplainOptions& options);

struct RunOptions {
  std::vector<std::string> words;
  std::string profile;  // path; empty: the default
  int level = 0;        // target SL for all FRs; 0: the profile's
  int jobs = 0;         // tests at the same time; 0: DefaultSlots()
  std::string shard;    // "I/N"; empty: everything
  bool slow = false;
  bool dry_run = false;
  bool strict = false;
  Impact max_impact = Impact::kLive;
  std::vector<std::string> outputs;  // FORMAT:FILE
  std::string lava = "auto";
  std::string color = "auto";
  std::string state_directory;
};
int Run(const RunOptions& options);

struct RestoreOptions {
  std::string state_directory;
};
int Restore(const RestoreOptions& options);

// Below the state directory: the journals of what is to be undone.
std::string UndoDirectory(const std::string& state_directory);

int PrintVersion();

// "error: <message>" on stderr, and `status`.
int Complain(const std::string& message, int status);

}  // namespace iec

#endif  // IEC_RUNNER_COMMANDS_H_
