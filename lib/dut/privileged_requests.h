// SPDX-License-Identifier: Apache-2.0
// Requests to the kernel that only the privileged may make, each made so that
// it changes nothing where it is granted: the kernel checks the right before
// it finds that there is nothing to do, or that the request makes no sense.
#ifndef IEC_LIB_DUT_PRIVILEGED_REQUESTS_H_
#define IEC_LIB_DUT_PRIVILEGED_REQUESTS_H_

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace iec {

// How each is called: "mount", "set_clock", ...
std::vector<std::string_view> PrivilegedRequests();

// Those that the kernel grants to this process. `other` is a process of
// somebody else that runs. The process may be root's afterwards: for a fork.
std::vector<std::string> GrantedRequests(pid_t other);

// Those of `paths` that this process can open for writing, or for reading.
// Nothing is written and none is made.
std::vector<std::string> WritableHere(const std::vector<std::string>& paths);
std::vector<std::string> ReadableHere(const std::vector<std::string>& paths);

}  // namespace iec

#endif  // IEC_LIB_DUT_PRIVILEGED_REQUESTS_H_
