// SPDX-License-Identifier: Apache-2.0
// html_icons: a verdict as a shape and a word. The colour only helps to find
// it: each of the eight has an outline of its own.
#ifndef IEC_LIB_REPORT_HTML_ICONS_H_
#define IEC_LIB_REPORT_HTML_ICONS_H_

#include <span>
#include <string>
#include <string_view>

#include "lib/record/verdict.h"

namespace iec {

// The most urgent first: the order of legends, counts and filters.
std::span<const Verdict> VerdictsByUrgency();

// "not applicable" where the other formats write not_applicable.
std::string HtmlWord(Verdict verdict);

// One sentence on what it means.
std::string_view HtmlMeaning(Verdict verdict);

// The shapes, once in a page, before the first of them is used.
std::string HtmlIconSheet();

std::string HtmlIcon(Verdict verdict);   // the shape alone, hidden to readers
std::string HtmlBadge(Verdict verdict);  // shape and word
// The class that brings the colour.
std::string HtmlVerdictClass(Verdict verdict);

}  // namespace iec

#endif  // IEC_LIB_REPORT_HTML_ICONS_H_
