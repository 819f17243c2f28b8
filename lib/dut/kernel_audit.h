// SPDX-License-Identifier: Apache-2.0
// What the kernel says of its audit: asked itself, so that no program of the
// device stands between.
#ifndef IEC_LIB_DUT_KERNEL_AUDIT_H_
#define IEC_LIB_DUT_KERNEL_AUDIT_H_

#include <sys/types.h>

#include <cstdint>

#include "lib/base/result.h"

namespace iec {

struct KernelAudit {
  uint32_t enabled = 0;  // 2: locked until the next start
  // Where records are lost: 0 nothing, 1 a message, 2 the device stops.
  uint32_t failure = 0;
  pid_t daemon = 0;  // who takes the records; 0: nobody
  uint32_t lost = 0;
};

// An Error where the kernel has no audit, or keeps it to another namespace.
Result<KernelAudit> AskKernelAudit();

}  // namespace iec

#endif  // IEC_LIB_DUT_KERNEL_AUDIT_H_
