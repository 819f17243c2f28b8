// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/open_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "lib/base/text.h"

namespace iec {
namespace {

bool Holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Of the head of an answer; `name` in lower case with its colon.
std::string HeaderOf(std::string_view page, std::string_view name) {
  for (const std::string& line : Split(page, '\n')) {
    if (Trim(line).empty()) break;
    if (Lower(line).starts_with(name)) {
      return std::string(Trim(line.substr(name.size())));
    }
  }
  return "";
}

constexpr char kNone = 1;
constexpr std::string_view kScreen = "RFB 003.";
constexpr std::string_view kOldScreen = "RFB 003.003\n";

}  // namespace

std::string WebRequest(std::string_view path) {
  return fmt::format("GET {} HTTP/1.0\r\nHost: localhost\r\n\r\n", path);
}

int WebStatus(std::string_view page) {
  const size_t blank = page.substr(0, 16).find(' ');
  if (!page.starts_with("HTTP/") || blank == std::string_view::npos) return 0;
  return std::atoi(std::string(page.substr(blank, 4)).c_str());
}

bool IsOpenPage(std::string_view page) {
  const int status = WebStatus(page);
  if (status < 200 || status > 299 || status == 204) return false;
  const std::string text = Lower(page);
  return !Holds(text, "type=password") && !Holds(text, "type=\"password\"") &&
         !Holds(text, "type='password'");
}

std::string RedirectOf(std::string_view page, uint16_t port) {
  if (WebStatus(page) / 100 != 3) return "";
  std::string to = HeaderOf(page, "location:");
  to.resize(std::min(to.find_first_of("# \t\r"), to.size()));
  if (to.empty() || Lower(to).starts_with("https:")) return "";
  const size_t slashes = to.find("//");
  if (slashes == 0 || Lower(to).starts_with("http://")) {
    const size_t host = slashes + 2;
    const size_t path = std::min(to.find_first_of("/?", host), to.size());
    const std::string name = to.substr(host, path - host);
    const size_t colon = name.rfind(':');
    if (colon != std::string::npos && name.back() != ']' &&
        name.substr(colon + 1) != std::to_string(port)) {
      return "";
    }
    to.erase(0, path);
  }
  return to.starts_with('/') ? to : "/" + to;
}

bool IsOpenEngine(std::string_view page) {
  if (WebStatus(page) != 200) return false;
  for (const char* key :
       {"\"Version\"", "\"ApiVersion\"", "\"ServerVersion\""}) {
    if (Holds(page, key)) return true;
  }
  return false;
}

bool HasResult(std::string_view answer) {
  constexpr std::string_view kKey = "\"result\"";
  const size_t at = answer.find(kKey);
  if (at == std::string_view::npos || !Holds("{[", Trim(answer).substr(0, 1))) {
    return false;
  }
  std::string_view value = Trim(answer.substr(at + kKey.size()));
  if (!value.starts_with(':')) return false;
  value = Trim(value.substr(1));
  return !value.empty() && !value.starts_with("null");
}

bool IsDebugger(std::string_view answer) {
  const size_t begin = answer.find("+$");
  if (begin == std::string_view::npos) return false;
  const size_t end = answer.find('#', begin);
  return end != std::string_view::npos && end + 2 < answer.size() &&
         std::isxdigit(static_cast<unsigned char>(answer[end + 1])) != 0 &&
         std::isxdigit(static_cast<unsigned char>(answer[end + 2])) != 0;
}

std::string ScreenVersion(std::string_view greeting) {
  if (greeting.size() < kOldScreen.size() || !greeting.starts_with("RFB ")) {
    return "";
  }
  const bool old = greeting.starts_with(kScreen) &&
                   greeting.substr(kScreen.size(), 3) < "007";
  const bool seven = greeting.starts_with("RFB 003.007");
  return std::string(old     ? kOldScreen
                     : seven ? "RFB 003.007\n"
                             : "RFB 003.008\n");
}

bool OffersNoSecurity(std::string_view offer, std::string_view version) {
  if (version == kOldScreen) {  // one kind, in four bytes
    return offer.size() >= 4 && offer[3] == kNone;
  }
  if (offer.empty()) return false;
  const auto count = static_cast<unsigned char>(offer[0]);
  return Holds(offer.substr(1, count), std::string_view(&kNone, 1));
}

}  // namespace iec
