// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/notice.h"

#include <sys/utsname.h>

#include <algorithm>
#include <iterator>

#include "lib/base/file.h"
#include "lib/base/pattern.h"
#include "lib/base/text.h"
#include "lib/dut/secret_text.h"

namespace iec {
namespace {

struct Element {
  const char* what;
  const char* pattern;
};
constexpr Element kElements[] = {
    {"whose system it is",
     "property of|owned by|belong(s|ing)? to|operated by|owner|proprietary|"
     "provided by|government|"
     "(^|[^a-z])(inc|ltd|llc|gmbh|plc|corp|corporation|company)([^a-z]|$)|"
     "(system|device|computer|equipment|controller|network|machine) of "},
    {"that use is monitored",
     "monitor|record(ed|ing|s)|audit|intercept|surveil|"
     "(is|are|be|being) (logged|observed|tracked)|logged and"},
    {"that unauthorised use is prohibited",
     "prohibit|forbid|illegal|unlawful|not (be )?(permitted|allowed)|"
     "authori[sz]ed[^.]* only|only[^.]* authori[sz]ed|"
     "unauthori[sz]ed[^.]*(prosecut|penalt|punish|crim|disciplin|violat)"},
    {"that use means consent",
     "consent|agree|acknowledg|acceptance|accepts? (to|the|these|this|all)"},
};

// At the end of a line or clause: what it says is the password.
constexpr char kPasswordIs[] =
    "(pass(word|wd|phrase|code)?|pin|secret|credentials?)['\"]? *"
    "(is|are)? *[:=] *[^ ]+ *($|[,;.)/])";
constexpr char kPasswordIsWord[] =
    "(password|passphrase|passcode|pin)( (for|of) [^ ]+)? is ['\"]?[^ ]+";
// How sentences about passwords go on that give none away.
constexpr char kPasswordIsNoWord[] =
    "(password|passphrase|passcode|pin)( (for|of) [^ ]+)? is (not|to|the|a|"
    "your|only|required|needed|necessary|mandatory|confidential|personal|"
    "secret|private|protected|expired|case)([^a-z]|$)";

bool Has(const std::string& pattern, const std::string& text) {
  const auto found = Matches(pattern, text);
  return found.ok() && *found;  // ours are patterns: a unit test tries each
}

// One line with single blanks; frames that are drawn around a text go.
std::string Flat(std::string_view text, std::string_view blanks) {
  std::string flat;
  for (const char c : text) {
    const bool blank = blanks.find(c) != std::string_view::npos;
    if (!blank) {
      flat += c;
    } else if (!flat.empty() && flat.back() != ' ') {
      flat += ' ';
    }
  }
  return flat;
}

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool HasWords(const std::string& text, const std::string& words) {
  for (size_t at = 0; (at = text.find(words, at)) != std::string::npos; ++at) {
    const size_t end = at + words.size();
    if ((at == 0 || !IsWordCharacter(text[at - 1])) &&
        (end == text.size() || !IsWordCharacter(text[end]))) {
      return true;
    }
  }
  return false;
}

bool IsDistribution(const std::string& name) {
  constexpr std::string_view kKnown[] = {
      "alpine", "arch",   "almalinux", "buildroot", "centos", "debian",
      "fedora", "gentoo", "opensuse",  "openwrt",   "poky",   "raspbian",
      "rhel",   "rocky",  "suse",      "ubuntu",    "yocto"};
  return std::find(std::begin(kKnown), std::end(kKnown), Lower(name)) !=
         std::end(kKnown);
}

// A short number may be that of a paragraph, and a name without a number that
// of the owner, which the notice has to say.
bool IsTelling(const std::string& key, const std::string& value) {
  constexpr std::string_view kDigits = "0123456789";
  if (value.find_first_not_of("0123456789.") == std::string::npos) {
    return value.size() > 3 && value.find('.') != std::string::npos;
  }
  return key == "VERSION_CODENAME" || IsDistribution(value) ||
         value.find_first_of(kDigits) != std::string::npos ||
         Lower(value).find("linux") != std::string::npos;
}

}  // namespace

Result<std::vector<std::string>> MissingFromNotice(
    std::string_view text, const std::vector<std::string>& patterns) {
  std::vector<std::string> missing;
  for (const std::string& pattern : patterns) {
    IEC_ASSIGN_OR_RETURN(const bool found,
                         Matches(pattern, Flat(text, " \t\n")));
    if (!found) missing.push_back("'" + pattern + "'");
  }
  if (!patterns.empty()) return missing;
  const std::string flat = Flat(text, " \t\n*#|");
  for (const Element& element : kElements) {
    if (!Has(element.pattern, flat)) missing.emplace_back(element.what);
  }
  return missing;
}

std::string SecretInNotice(std::string_view text,
                           const std::vector<std::string>& accounts) {
  if (const auto secret = SecretIn(text); !secret.empty()) {
    return std::string(secret);
  }
  for (const std::string& line : Split(text, '\n')) {
    bool given = Has(kPasswordIs, line) ||
                 (Has(kPasswordIsWord, line) && !Has(kPasswordIsNoWord, line));
    for (const std::string& account : accounts) {
      given = given || Has("(^|[^a-z0-9/])" + account + " ?[/:] ?[^ /]", line);
    }
    if (given) return "a password";
  }
  return "";
}

std::string NameInNotice(std::string_view text,
                         const std::vector<std::string>& names) {
  const std::string flat = Lower(Flat(text, " \t\n"));
  for (const std::string& name : names) {
    if (!name.empty() && HasWords(flat, Lower(name))) return name;
  }
  return "";
}

std::vector<std::string> NamesOfRelease(std::string_view os_release) {
  std::vector<std::string> names;
  std::string id;
  std::string version;
  for (const std::string& line : Split(os_release, '\n')) {
    const size_t equals = line.find('=');
    if (equals == std::string::npos) continue;
    const std::string key = line.substr(0, equals);
    std::string value = line.substr(equals + 1);
    std::erase(value, '"');
    std::erase(value, '\'');
    if (key == "ID") id = value;
    if (key == "VERSION_ID") version = value;
    if (key == "ID" || key == "ID_LIKE") {
      for (const std::string& word : Split(value, ' ')) {
        if (IsDistribution(word)) names.push_back(word);
      }
    } else if (key.ends_with("NAME") || key.starts_with("VERSION") ||
               key == "BUILD_ID") {
      if (IsTelling(key, value)) names.push_back(value);
    }
  }
  if (!id.empty() && !version.empty()) names.push_back(id + " " + version);
  return names;
}

std::vector<std::string> SystemNames() {
  std::vector<std::string> names;
  for (const char* path : {"/etc/os-release", "/usr/lib/os-release"}) {
    const auto release = ReadFile(path);
    if (!release.ok()) continue;
    names = NamesOfRelease(*release);
    break;
  }
  if (const auto version = ReadFile("/etc/debian_version"); version.ok()) {
    names.emplace_back(Trim(*version));
  }
  struct utsname kernel {};
  if (uname(&kernel) == 0) {
    const std::string release = kernel.release;
    names.push_back(release);
    names.push_back(
        release.substr(0, release.find_first_not_of("0123456789.")));
    names.emplace_back(kernel.sysname);
    names.emplace_back(kernel.machine);
    names.emplace_back(kernel.version);
  }
  return names;
}

}  // namespace iec
