// SPDX-License-Identifier: Apache-2.0
// html_text: text of a device, or of whoever wrote a record, as HTML. Nothing
// in it can leave the place where it is put, and nothing in it can hide.
#ifndef IEC_LIB_REPORT_HTML_TEXT_H_
#define IEC_LIB_REPORT_HTML_TEXT_H_

#include <string>
#include <string_view>

namespace iec {

// As the content of an element. Control characters, what turns the direction
// of writing, what has no width, and bytes that are not UTF-8 stand there as
// \xNN or \u{NNNN}, marked up so that they differ from the same letters typed
// by somebody. Newlines and tabs are kept.
std::string HtmlText(std::string_view text);

// As the value of an attribute in double quotes: the same without markup.
std::string HtmlAttribute(std::string_view text);

// As (part of) the value of an id: different texts stay different.
std::string HtmlAnchor(std::string_view text);

// A link where `url` is one of http or https, else its text.
std::string HtmlLink(std::string_view url);

}  // namespace iec

#endif  // IEC_LIB_REPORT_HTML_TEXT_H_
