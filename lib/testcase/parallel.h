// SPDX-License-Identifier: Apache-2.0
// Work that mostly waits (logins, locks), done side by side inside one test.
#ifndef IEC_LIB_TESTCASE_PARALLEL_H_
#define IEC_LIB_TESTCASE_PARALLEL_H_

#include <cstddef>
#include <functional>

namespace iec {

// Calls work(0) .. work(count - 1), each in a thread of its own, and returns
// when all are done. Checks may be made from all of them; an exception
// becomes an obstacle of the test.
void InParallel(size_t count, const std::function<void(size_t)>& work);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_PARALLEL_H_
