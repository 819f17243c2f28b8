// SPDX-License-Identifier: Apache-2.0
// The commands of iec-runner. Each returns the exit status of the program.
#ifndef IEC_RUNNER_COMMANDS_H_
#define IEC_RUNNER_COMMANDS_H_

#include <string>
#include <vector>

#include "lib/base/exit_status.h"
#include "lib/testcase/test_case.h"

namespace iec {

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
  std::string peer;                  // ADDRESS:PORT
  std::string peer_key;              // path
  std::string lava = "auto";
  std::string color = "auto";
  std::string state_directory;
};
int Run(const RunOptions& options);

// An --output of its own, beside those of lib/report: what a run prints, kept
// in a file.
inline constexpr char kRecordFormat[] = "record";

struct PeerOptions {
  std::string listen;  // ADDRESS:PORT
  std::string key;     // path
  std::vector<std::string> duts;
  std::vector<std::string> from;
};
int ServePeer(const PeerOptions& options);

struct RestoreOptions {
  std::string state_directory;
};
int Restore(const RestoreOptions& options);

// Below the state directory: the journals of what is to be undone.
std::string UndoDirectory(const std::string& state_directory);

int PrintVersion();

}  // namespace iec

#endif  // IEC_RUNNER_COMMANDS_H_
