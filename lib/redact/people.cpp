// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/people.h"

#include <algorithm>
#include <array>

#include "lib/base/text.h"
#include "lib/redact/byte_kind.h"
#include "lib/redact/escape.h"
#include "lib/redact/match.h"

namespace iec {
namespace {

using std::string_view_literals::operator""sv;

// Accounts that no person has; their names are evidence.
constexpr std::array kNobody = {
    "_apt"sv,    "admin"sv,    "avahi"sv,      "backup"sv, "bin"sv,
    "daemon"sv,  "debian"sv,   "games"sv,      "git"sv,    "gnats"sv,
    "guest"sv,   "irc"sv,      "lava"sv,       "list"sv,   "lp"sv,
    "mail"sv,    "man"sv,      "messagebus"sv, "news"sv,   "nobody"sv,
    "ntp"sv,     "operator"sv, "polkitd"sv,    "proxy"sv,  "root"sv,
    "service"sv, "ssh"sv,      "sshd"sv,       "sync"sv,   "sys"sv,
    "syslog"sv,  "systemd"sv,  "test"sv,       "tss"sv,    "ubuntu"sv,
    "user"sv,    "users"sv,    "uucp"sv,       "uuidd"sv,  "www-data"sv};

// Verdicts and keys of what we read: a device that prints pass@host must not
// make a word of each verdict.
constexpr std::array kFormatWords = {"pass"sv,
                                     "fail"sv,
                                     "skip"sv,
                                     "unknown"sv,
                                     "error"sv,
                                     "missing"sv,
                                     "waived"sv,
                                     "manual"sv,
                                     "not_applicable"sv,
                                     "not_covered"sv,
                                     "plan"sv,
                                     "more"sv,
                                     "summary"sv,
                                     "result"sv,
                                     "results"sv,
                                     "name"sv,
                                     "suite"sv,
                                     "set"sv,
                                     "case"sv,
                                     "metadata"sv,
                                     "measurement"sv,
                                     "unit"sv,
                                     "units"sv,
                                     "level"sv,
                                     "logged"sv,
                                     "log_start_line"sv,
                                     "log_end_line"sv,
                                     "url"sv,
                                     "definition"sv,
                                     "duration"sv,
                                     "error_msg"sv,
                                     "error_type"sv,
                                     "extra"sv,
                                     "reason"sv,
                                     "reference"sv,
                                     "uuid"sv,
                                     "repository"sv,
                                     "path"sv,
                                     "revision"sv,
                                     "commit_id"sv,
                                     "namespace"sv,
                                     "job"sv,
                                     "jobs"sv,
                                     "job_name"sv,
                                     "device_type"sv,
                                     "status"sv,
                                     "state"sv,
                                     "health"sv,
                                     "complete"sv,
                                     "incomplete"sv,
                                     "canceled"sv,
                                     "finished"sv,
                                     "submitter"sv,
                                     "description"sv,
                                     "priority"sv,
                                     "token"sv,
                                     "log"sv,
                                     "msg"sv,
                                     "lvl"sv,
                                     "target"sv,
                                     "info"sv,
                                     "debug"sv,
                                     "feedback"sv,
                                     "signal"sv,
                                     "test_case_id"sv,
                                     "expected"sv,
                                     "invalid"sv,
                                     "none"sv,
                                     "null"sv,
                                     "true"sv,
                                     "false"sv,
                                     "yes"sv,
                                     "sha256sum"sv,
                                     "image"sv,
                                     "rootfs"sv,
                                     "actions"sv};

// Parts of what stands under `approver` that are no name.
constexpr std::array kRoles = {
    "and"sv,     "board"sv,  "by"sv,       "department"sv, "engineer"sv,
    "for"sv,     "group"sv,  "head"sv,     "lab"sv,        "lead"sv,
    "manager"sv, "of"sv,     "officer"sv,  "owner"sv,      "product"sv,
    "quality"sv, "safety"sv, "security"sv, "system"sv,     "team"sv,
    "the"sv};

constexpr size_t kShortestName = 3;
constexpr size_t kLongestName = 32;
constexpr size_t kLongestPhrase = 100;
constexpr size_t kMaxPeople = 10'000;
constexpr size_t kMaxPhrases = 1'000;

template <typename Words>
bool Holds(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// An id is within so many bytes, or a line full of signs would be read again
// for each.
constexpr size_t kLongestId = 11;

bool IsOfAPerson(std::string_view digits) {
  const auto uid = ParseInteger(digits);
  return uid && *uid >= 1000 && *uid < 65534;
}

// The name of at most so many bytes that ends at `end`.
std::string_view NameBefore(std::string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0 && end - begin <= kLongestName &&
         IsNameByte(text[begin - 1])) {
    --begin;
  }
  return text.substr(begin, end - begin);
}

template <typename Use>
void EachPlace(std::string_view text, std::string_view sign, Use use) {
  for (size_t at = text.find(sign); at != std::string_view::npos;
       at = text.find(sign, at + 1)) {
    use(at + sign.size());
  }
}

// Signs behind which the name of a person stands, in lower case.
constexpr std::array kBefore = {"/home/"sv,
                                "/users/"sv,
                                "\\users\\"sv,
                                "for user "sv,
                                "for invalid user "sv,
                                "invalid user "sv,
                                "accepted password for "sv,
                                "failed password for "sv,
                                "accepted publickey for "sv,
                                "authentication failure for "sv,
                                "sudo: "sv};

// Keys of audit, PAM and the environment.
constexpr std::array kKeys = {"user="sv,      "acct="sv,    "login="sv,
                              "logname="sv,   "account="sv, "username="sv,
                              "submitter: "sv};

}  // namespace

bool IsFormatWord(std::string_view word) {
  return Holds(kFormatWords, Lower(word));
}

std::string_view NameAt(std::string_view text, size_t at, size_t longest) {
  size_t end = at;
  while (end < text.size() && end - at < longest && IsNameByte(text[end])) {
    ++end;
  }
  while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
  return text.substr(at, end - at);
}

People::People(const std::vector<std::string>& users)
    : accounts_(users.begin(), users.end()) {
  accounts_.erase("");
}

void People::LearnAccount(std::string_view name) {
  if (name.size() < kShortestName || name.size() > kLongestName) return;
  if (accounts_.size() >= kMaxPeople || name.starts_with("systemd-")) return;
  if (IsDigit(name.front()) || MatchTestId(name) > 0) return;
  const std::string lower = Lower(name);
  if (Holds(kNobody, lower) || IsFormatWord(lower) ||
      lower.starts_with("lava_")) {
    return;
  }
  accounts_.emplace(name);
}

void People::LearnPhrase(std::string_view phrase) {
  if (phrase.size() > kLongestPhrase || phrase_count_ >= kMaxPhrases) return;
  size_t word = 0;
  while (word < phrase.size() && IsWordByte(phrase[word])) ++word;
  if (word == 0 || word == phrase.size()) return;
  auto& known = phrases_[std::string(phrase.substr(0, word))];
  if (known.emplace(phrase).second) ++phrase_count_;
}

void People::LearnName(std::string_view value) {
  value = Trim(value);
  LearnPhrase(value);
  size_t at = 0;
  while (at < value.size() && at < kLongestPhrase) {
    const std::string_view name = NameAt(value, at, kLongestName + 1);
    if (!Holds(kRoles, Lower(name))) LearnAccount(name);
    at += std::max<size_t>(name.size(), 1);
  }
}

void People::LearnBehindSigns(std::string_view text, std::string_view lower) {
  for (const std::string_view sign : kBefore) {
    EachPlace(lower, sign, [&](size_t at) {
      const std::string_view name = NameAt(text, at, kLongestName + 1);
      // "sudo: alice : TTY=pts/0"; else it is a message of sudo.
      const bool is =
          sign != "sudo: " || text.substr(at + name.size()).starts_with(" : ");
      if (is) LearnAccount(name);
    });
  }
  for (const std::string_view key : kKeys) {
    EachPlace(lower, key, [&](size_t at) {
      const bool quoted =
          at < text.size() && (text[at] == '"' || text[at] == '\'');
      LearnAccount(NameAt(text, at + (quoted ? 1 : 0), kLongestName + 1));
    });
  }
  // "dut7 login: alice", and nothing behind it.
  EachPlace(lower, " login: ", [&](size_t at) {
    const std::string_view name = NameAt(text, at, kLongestName + 1);
    const std::string_view rest = text.substr(at + name.size(), 2);
    const bool ends = rest.empty() || rest[0] == '\r' || rest[0] == '\n';
    if (ends) LearnAccount(name);
  });
}

// uid=1000(alice) groups=1000(alice),27(sudo), of people only.
void People::LearnIds(std::string_view text) {
  for (const std::string_view sign : {"uid=", "gid=", "groups="}) {
    EachPlace(text, sign, [&](size_t at) {
      for (;;) {
        const size_t open = text.substr(0, at + kLongestId).find('(', at);
        if (open == std::string_view::npos) return;
        const std::string_view id = text.substr(at, open - at);
        if (!ParseInteger(id)) return;
        const std::string_view name = NameAt(text, open + 1, kLongestName + 1);
        if (IsOfAPerson(id)) LearnAccount(name);
        at = open + 1 + name.size();
        if (!text.substr(at).starts_with("),")) return;
        at += 2;
      }
    });
  }
}

// alice:x:1000:1000:Alice Miller,,,:
void People::LearnPasswd(std::string_view text) {
  EachPlace(text, ":x:", [&](size_t at) {
    const size_t end = text.substr(0, at + kLongestId).find(':', at);
    if (end == std::string_view::npos) return;
    if (!IsOfAPerson(text.substr(at, end - at))) return;
    LearnAccount(NameBefore(text, at - 3));
    const size_t group =
        text.substr(0, end + 1 + kLongestId).find(':', end + 1);
    if (group == std::string_view::npos) return;
    const std::string_view comment = text.substr(group + 1, kLongestPhrase);
    LearnPhrase(comment.substr(0, comment.find_first_of(":,\r\n")));
  });
}

// alice:$6$...:19000:, a hash or nothing to log in with.
void People::LearnShadow(std::string_view text) {
  EachPlace(text, ":$", [&](size_t at) {
    constexpr size_t kKind = 9;  // "$argon2id$"
    const std::string_view kind = text.substr(at, kKind);
    const size_t end = kind.find('$');
    if (end != std::string_view::npos && end > 0) {
      LearnAccount(NameBefore(text, at - 2));
    }
  });
}

// alice@host, of a prompt or an address; alice of ssh://alice:word@host.
void People::LearnAtHosts(std::string_view text) {
  EachPlace(text, "@", [&](size_t at) {
    const std::string_view name = NameBefore(text, at - 1);
    // A unit of systemd, getty@tty1.service, is no address.
    const std::string_view after = NameAt(text, at, kLongestName + 1);
    if (after.empty() || after.ends_with(".service")) return;
    LearnAccount(name);
    const size_t begin = at - 1 - name.size();
    if (begin == 0 || text[begin - 1] != ':') return;
    const std::string_view first = NameBefore(text, begin - 1);
    if (text.substr(0, begin - 1 - first.size()).ends_with("://")) {
      LearnAccount(first);
    }
  });
}

void People::Learn(std::string_view text) {
  const std::string plain = WithoutEscapes(text);
  LearnBehindSigns(plain, Lower(plain));
  LearnIds(plain);
  LearnPasswd(plain);
  LearnShadow(plain);
  LearnAtHosts(plain);
}

size_t People::Match(std::string_view text, size_t at) const {
  const std::string_view rest = text.substr(at);
  size_t word = 0;
  while (word < rest.size() && word <= kLongestPhrase &&
         IsWordByte(rest[word])) {
    ++word;
  }
  const auto phrases = phrases_.find(rest.substr(0, word));
  if (phrases != phrases_.end()) {
    for (const std::string& phrase : phrases->second) {
      const bool ends =
          rest.size() <= phrase.size() || !IsWordByte(rest[phrase.size()]);
      if (ends && rest.starts_with(phrase)) return phrase.size();
    }
  }
  // The whole, then what stands before a dot or a hyphen.
  const std::string_view name = NameAt(text, at, 2 * kLongestName);
  for (const std::string_view one : {name, rest.substr(0, word)}) {
    if (accounts_.contains(one)) return one.size();
  }
  return 0;
}

}  // namespace iec
