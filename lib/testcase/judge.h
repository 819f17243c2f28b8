// SPDX-License-Identifier: Apache-2.0
// From what a test's process said, and how it ended, to the verdict.
#ifndef IEC_LIB_TESTCASE_JUDGE_H_
#define IEC_LIB_TESTCASE_JUDGE_H_

#include <string>
#include <vector>

#include "lib/record/record.h"
#include "lib/testcase/child_process.h"
#include "lib/testcase/message.h"

namespace iec {

// Collects the messages of one test.
class Findings {
 public:
  // A message of the wrong shape makes the verdict `error`.
  void Add(const Message& message);

  const std::vector<Check>& checks() const { return checks_; }
  const std::vector<Measurement>& measurements() const { return measurements_; }
  const std::vector<std::string>& undo_failures() const {
    return undo_failures_;
  }

  struct Judgement {
    Verdict verdict;
    std::string reason;  // empty for a pass
  };

  // In this order: it did not end by itself, no verdict could be reached, a
  // control failed (each `error`); an expectation failed (`fail`); proven
  // not applicable; nothing was expected at all (`error`); `pass`.
  Judgement Judge(const ChildEnd& end) const;

  // How the process failed to come to its end; empty where it did.
  std::string FaultOfEnd(const ChildEnd& end) const;

 private:
  const Check* FirstFailed(Check::Kind kind) const;

  std::vector<Check> checks_;
  std::vector<Measurement> measurements_;
  std::vector<std::string> undo_failures_;
  std::string obstacle_;
  std::string not_applicable_;
  bool finished_ = false;
};

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_JUDGE_H_
