// SPDX-License-Identifier: Apache-2.0
// html_page: one HTML document that needs nothing beside itself: head, table
// of contents, sections, style and script. It holds no moment of its making,
// so the same content is the same file.
#ifndef IEC_LIB_REPORT_HTML_PAGE_H_
#define IEC_LIB_REPORT_HTML_PAGE_H_

#include <optional>
#include <string>
#include <vector>

namespace iec {

struct HtmlSection {
  std::string id;                // of the element; the contents link to it
  std::string title;             // plain text
  std::optional<size_t> number;  // of things in it, shown in the contents
  std::string body;              // HTML
  bool alarming = false;         // its number is one that should be 0
};

struct HtmlPage {
  std::string title;   // plain text
  std::string header;  // HTML, with the one h1
  std::vector<HtmlSection> sections;
  std::string footer;  // HTML
};

// The policy of the page lets a browser run this script, use this style and
// nothing else, so text that slipped in as markup could still do nothing.
std::string RenderHtmlPage(const HtmlPage& page);

}  // namespace iec

#endif  // IEC_LIB_REPORT_HTML_PAGE_H_
