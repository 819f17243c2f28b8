// SPDX-License-Identifier: Apache-2.0
// What a service has said to somebody who has not logged in, read by the rules
// of its protocol: web servers, screens (RFB, VNC), remote calls, debuggers.
#ifndef IEC_LIB_DUT_OPEN_ANSWER_H_
#define IEC_LIB_DUT_OPEN_ANSWER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace iec {

std::string WebRequest(std::string_view path);

// Of an answer of HTTP; 0 where it is none.
int WebStatus(std::string_view page);

// A page that is given to everybody and has no field for a password. A word
// about passwords is none.
bool IsOpenPage(std::string_view page);

// The path on the same server to which an answer sends its reader on; empty
// where there is none, or where it leads to TLS or to a port that is another
// listener.
std::string RedirectOf(std::string_view page, uint16_t port);

// A container engine's answer to /version or /info: whoever has it may have
// everything carried out.
bool IsOpenEngine(std::string_view page);

// JSON with a result that is not null.
bool HasResult(std::string_view answer);

// A packet of a debugger's server, which acknowledges one of ours.
bool IsDebugger(std::string_view answer);

// What a viewer says to the greeting of a screen's server; empty where it is
// none.
std::string ScreenVersion(std::string_view greeting);
// Whether the kinds of security that it then offers hold "None".
bool OffersNoSecurity(std::string_view offer, std::string_view version);

}  // namespace iec

#endif  // IEC_LIB_DUT_OPEN_ANSWER_H_
