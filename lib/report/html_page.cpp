// SPDX-License-Identifier: Apache-2.0
#include "lib/report/html_page.h"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

#include "lib/base/digest.h"
#include "lib/report/html_icons.h"
#include "lib/report/html_text.h"

namespace iec {
namespace embedded {
extern const std::string_view kReportCss;
extern const std::string_view kReportJs;
}  // namespace embedded

namespace {

unsigned FromHex(char c) {
  return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
}

// The digest as a policy spells it: base64 of the 32 bytes.
std::string PolicyHash(std::string_view content) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string hex = Sha256Hex(content);
  std::string out = "'sha256-";
  uint32_t bits = 0;
  int held = 0;
  for (const char digit : hex) {
    bits = (bits << 4) | FromHex(digit);
    held += 4;
    if (held < 6) continue;
    held -= 6;
    out += kAlphabet[(bits >> held) & 63u];
  }
  // 256 bits leave four: one more letter and a filler.
  out += kAlphabet[(bits << (6 - held)) & 63u];
  return out + "='";
}

std::string Head(const HtmlPage& page) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
      "'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; "
      "form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n",
      PolicyHash(embedded::kReportJs), PolicyHash(embedded::kReportCss),
      HtmlAttribute(page.title), embedded::kReportCss);
}

std::string Contents(const HtmlPage& page) {
  std::string out = "<nav class=\"contents\" aria-label=\"Contents\">\n<ul>\n";
  for (const HtmlSection& section : page.sections) {
    const bool alarms = section.alarming && section.number.value_or(0) > 0;
    out += fmt::format("<li><a href=\"#{}\">{}", section.id,
                       HtmlText(section.title));
    if (section.number) {
      out += fmt::format(" <span class=\"number{}\">{}</span>",
                         alarms ? " alarm" : "", *section.number);
    }
    out += "</a></li>\n";
  }
  return out + "</ul>\n</nav>\n";
}

}  // namespace

std::string RenderHtmlPage(const HtmlPage& page) {
  std::string out = Head(page);
  out += fmt::format(
      "<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n"
      "{}<header class=\"top\">\n{}</header>\n{}"
      "<main id=\"content\" tabindex=\"-1\">\n",
      HtmlIconSheet(), page.header, Contents(page));
  for (const HtmlSection& section : page.sections) {
    out += fmt::format(
        "<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n"
        "<h2 id=\"{0}-title\">{1}</h2>\n{2}</section>\n",
        section.id, HtmlText(section.title), section.body);
  }
  out += fmt::format(
      "</main>\n<footer>\n{}</footer>\n<script>{}</script>\n</body>\n</html>\n",
      page.footer, embedded::kReportJs);
  return out;
}

}  // namespace iec
