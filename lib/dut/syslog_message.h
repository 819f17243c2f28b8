// SPDX-License-Identifier: Apache-2.0
// A message for the device's log, as syslog(3) gives it, without a time of its
// own: the log has to know what time it is.
#ifndef IEC_LIB_DUT_SYSLOG_MESSAGE_H_
#define IEC_LIB_DUT_SYSLOG_MESSAGE_H_

#include <string_view>

#include "lib/base/result.h"

namespace iec {

// Of the facility authpriv and the priority notice.
Status SendSyslogMessage(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_DUT_SYSLOG_MESSAGE_H_
