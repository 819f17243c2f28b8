// SPDX-License-Identifier: Apache-2.0
#include "lib/report/html.h"

#include <fmt/format.h>

#include "lib/report/html_page.h"
#include "lib/report/html_sections.h"
#include "lib/report/layout.h"

namespace iec {
namespace {

constexpr size_t kTitleWidth = 70;  // what a tab or a list of results shows

std::string Title(const Assessment& assessment) {
  return Fit(
      fmt::format("SL {} of {}: IEC 62443-4-2 report of {}", assessment.reached,
                  assessment.target_known ? std::to_string(assessment.target)
                                          : "unknown",
                  assessment.device().profile_name),
      kTitleWidth);
}

}  // namespace

std::string RenderHtml(const Assessment& assessment,
                       const RenderOptions& /*options*/) {
  HtmlPage page;
  page.title = Title(assessment);
  page.header = HtmlOverview(assessment);
  page.sections = {HtmlFindings(assessment),
                   HtmlLevels(assessment),
                   HtmlMatrix(assessment),
                   HtmlRequirements(assessment),
                   HtmlTests(assessment),
                   HtmlWaivers(assessment),
                   HtmlManualEvidence(assessment),
                   HtmlGaps(assessment),
                   HtmlRemarks(assessment),
                   HtmlProvenance(assessment),
                   HtmlLegend()};
  page.footer =
      "<p>Made by iec-collector. This file is complete: it loads nothing, and "
      "it remembers nothing.</p>\n";
  return RenderHtmlPage(page);
}

}  // namespace iec
