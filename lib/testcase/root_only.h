// SPDX-License-Identifier: Apache-2.0
// Who may change a file of the device.
#ifndef IEC_LIB_TESTCASE_ROOT_ONLY_H_
#define IEC_LIB_TESTCASE_ROOT_ONLY_H_

#include <string>
#include <vector>

#include "lib/dut/dut.h"

namespace iec {

// As nobody and as each account that is not root: one expectation that none of
// them can write, replace or make any of `paths`, but for `allowed` ("NAME
// PATH"). A file of the test that everybody may change is the control.
void ExpectOnlyRootChanges(Dut& dut, const std::string& expected,
                           const std::vector<std::string>& paths,
                           const std::vector<std::string>& allowed);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_ROOT_ONLY_H_
