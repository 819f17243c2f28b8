// SPDX-License-Identifier: Apache-2.0
// The border to GoogleTest: each test case is one of its tests, and a failed
// assertion of either kind is seen by both sides.
#ifndef IEC_LIB_TESTCASE_GTEST_ADAPTER_H_
#define IEC_LIB_TESTCASE_GTEST_ADAPTER_H_

#include <source_location>
#include <string_view>

#include "lib/dut/dut.h"
#include "lib/testcase/test_case.h"

namespace iec {

// Runs exactly this test case through GoogleTest in this process and sends
// what happens as messages; to be called in a forked child only. Never
// throws. Sends kFinished when the body has returned.
void RunThroughGoogleTest(const TestCase& test, Dut& dut);

// Marks the running GoogleTest test as failed. The check itself has been
// sent already and is not sent twice.
void FailGoogleTest(std::string_view what, const std::source_location& where);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_GTEST_ADAPTER_H_
