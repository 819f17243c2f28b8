// SPDX-License-Identifier: Apache-2.0
// markdown: CommonMark with GitHub's tables, as GitLab and GitHub show it in
// merge requests, issues and wikis.
#ifndef IEC_LIB_REPORT_MARKDOWN_H_
#define IEC_LIB_REPORT_MARKDOWN_H_

#include <string>
#include <string_view>

#include "lib/report/render.h"

namespace iec {

// Levels, a table with a row for each requirement, and each finding with what
// was expected and found.
std::string RenderMarkdown(const Assessment& assessment,
                           const RenderOptions& options);

// Text that shows as it is, in a paragraph and in a cell: no markup, no HTML,
// no link, and nobody is notified because a device printed their name.
std::string MarkdownText(std::string_view text);

// Fenced so that nothing in the lines ends it.
std::string MarkdownBlock(std::string_view lines);

}  // namespace iec

#endif  // IEC_LIB_REPORT_MARKDOWN_H_
