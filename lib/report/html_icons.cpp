// SPDX-License-Identifier: Apache-2.0
#include "lib/report/html_icons.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace iec {
namespace {

constexpr std::array kByUrgency = {
    Verdict::kFail,   Verdict::kError,         Verdict::kMissing,
    Verdict::kWaived, Verdict::kManual,        Verdict::kNotCovered,
    Verdict::kPass,   Verdict::kNotApplicable,
};

// Drawn in 16 by 16 with strokes of the colour of the text.
std::string_view Shape(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:  // a tick
      return "<path d=\"M2.5 8.7l3.6 3.6 7.4-8.1\"/>";
    case Verdict::kFail:  // a cross in an octagon
      return "<path d=\"M5.3 1.6h5.4l3.7 3.7v5.4l-3.7 3.7H5.3l-3.7-3.7V5.3z"
             "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6\"/>";
    case Verdict::kError:  // a triangle with an exclamation mark
      return "<path d=\"M8 1.9l6.6 11.9H1.4zM8 6.2v3.6M8 11.6v.4\"/>";
    case Verdict::kMissing:  // a question mark in a circle
      return "<circle cx=\"8\" cy=\"8\" r=\"6.3\"/>"
             "<path d=\"M6.1 6.3a2 2 0 1 1 2.9 1.8c-.7.4-1 .7-1 "
             "1.4M8 11.5v.3\"/>";
    case Verdict::kWaived:  // a flag
      return "<path d=\"M3.5 14.6V2h8.8l-2.2 3.3 2.2 3.3H3.5\"/>";
    case Verdict::kManual:  // a person
      return "<circle cx=\"8\" cy=\"4.9\" r=\"2.9\"/>"
             "<path d=\"M2.3 14.3c.5-3.1 2.7-4.6 5.7-4.6s5.2 1.5 5.7 4.6z\"/>";
    case Verdict::kNotCovered:  // an empty circle of dashes
      return "<circle cx=\"8\" cy=\"8\" r=\"6.2\" "
             "stroke-dasharray=\"2.6 2.27\"/>";
    case Verdict::kNotApplicable:  // a line
      return "<path d=\"M3.2 8h9.6\"/>";
  }
  return "";
}

}  // namespace

std::span<const Verdict> VerdictsByUrgency() { return kByUrgency; }

std::string HtmlWord(Verdict verdict) {
  std::string word(Name(verdict));
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

std::string_view HtmlMeaning(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "Tested, and at least one test passed and none failed.";
    case Verdict::kFail:
      return "The device does not do what is demanded.";
    case Verdict::kError:
      return "No verdict could be reached: a control failed, a tool was "
             "absent, time ran out.";
    case Verdict::kMissing:
      return "Planned, and no result arrived. Never counted as a pass.";
    case Verdict::kWaived:
      return "Failed, and somebody took responsibility for it until a date. "
             "Raises no level.";
    case Verdict::kManual:
      return "Evidence that a person has to bring is outstanding.";
    case Verdict::kNotCovered:
      return "No test ran: there is none, or it was left out.";
    case Verdict::kNotApplicable:
      return "The profile declares, or a test has proven, that the device has "
             "nothing to which it applies.";
  }
  return "";
}

std::string HtmlIconSheet() {
  std::string out = "<svg class=\"sheet\" aria-hidden=\"true\">\n";
  for (const Verdict verdict : kByUrgency) {
    out +=
        fmt::format("<symbol id=\"i-{}\" viewBox=\"0 0 16 16\">{}</symbol>\n",
                    Name(verdict), Shape(verdict));
  }
  return out + "</svg>\n";
}

std::string HtmlIcon(Verdict verdict) {
  return fmt::format(
      "<svg class=\"i\" aria-hidden=\"true\">"
      "<use href=\"#i-{}\"/></svg>",
      Name(verdict));
}

std::string HtmlBadge(Verdict verdict) {
  return fmt::format("<span class=\"badge {}\">{}{}</span>",
                     HtmlVerdictClass(verdict), HtmlIcon(verdict),
                     HtmlWord(verdict));
}

std::string HtmlVerdictClass(Verdict verdict) {
  return fmt::format("v-{}", Name(verdict));
}

}  // namespace iec
