// SPDX-License-Identifier: Apache-2.0
// What people type to name tests, and which tests that is.
#ifndef IEC_RUNNER_SELECTION_H_
#define IEC_RUNNER_SELECTION_H_

#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/testcase/test_case.h"

namespace iec {

// Puts together what a shell took apart: {"CR", "1.1", "RE(1)", "fr2"} is
// {"CR 1.1 RE(1)", "fr2"}.
std::vector<std::string> JoinWords(const std::vector<std::string>& words);

// The tests that a word names: a requirement in any spelling, "fr2", a test
// id, or an id of the plan ("CR1.11.t1"). A requirement that no test covers
// yet is an empty list; what nothing matches is an error with a suggestion.
Result<std::vector<const TestCase*>> Select(const std::string& word);

// The union in catalogue order; everything where `words` is empty.
Result<std::vector<const TestCase*>> SelectAll(
    const std::vector<std::string>& words);

}  // namespace iec

#endif  // IEC_RUNNER_SELECTION_H_
