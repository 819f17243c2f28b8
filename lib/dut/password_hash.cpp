// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/password_hash.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/paths.h"

namespace iec {
namespace {

// crypt(5): what SHA-crypt takes where no number is given, and the least that
// is still recommended for bcrypt.
constexpr int64_t kLeastShaRounds = 5000;
constexpr int64_t kLeastBcryptCost = 10;

bool IsOfCryptAlphabet(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '.' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
  });
}

// "$6$rounds=1000$..." and "$2b$04$..." are weaker than their name says.
std::string WithWeakness(std::string scheme, std::string_view rest) {
  constexpr std::string_view kRounds = "rounds=";
  const std::string first(rest.substr(0, rest.find('$')));
  if ((scheme == "5" || scheme == "6") && first.starts_with(kRounds)) {
    const auto rounds = ParseInteger(first.substr(kRounds.size()));
    if (!rounds || *rounds < kLeastShaRounds) {
      scheme += " of " + first.substr(kRounds.size()) + " rounds";
    }
  } else if (scheme.front() == '2') {
    const auto cost = ParseInteger(first);
    if (!cost || *cost < kLeastBcryptCost) scheme += " of cost " + first;
  }
  return scheme;
}

// Of crypt(3) before it had names: DES (13 characters, or 11 more for each
// further piece of a long password) and its BSD variant.
bool IsNamelessHash(std::string_view field) {
  if (field.starts_with('_')) {
    return field.size() == 20 && IsOfCryptAlphabet(field.substr(1));
  }
  return field.size() >= 13 && (field.size() - 2) % 11 == 0 &&
         IsOfCryptAlphabet(field);
}

bool IsGroupTable(const std::string& path) {
  return path.find("/group") != std::string::npos ||
         path.find("/gshadow") != std::string::npos;
}

}  // namespace

std::string HashScheme(std::string_view field) {
  const size_t begin = std::min(field.find_first_not_of("!*"), field.size());
  field.remove_prefix(begin);
  if (!field.starts_with('$')) return IsNamelessHash(field) ? "des" : "";
  const size_t end = field.find('$', 1);
  if (end == std::string_view::npos || end == 1) return "";
  return WithWeakness(std::string(field.substr(1, end - 1)),
                      field.substr(end + 1));
}

std::vector<StoredHash> StoredHashes(std::string_view text,
                                     const std::string& path) {
  // user:uid:count:hash,hash
  const bool old_passwords = path.find("opasswd") != std::string::npos;
  const bool may_be_empty = old_passwords || IsGroupTable(path);
  const size_t wanted = old_passwords ? 3 : 1;
  std::vector<StoredHash> hashes;
  for (const std::string& line : Split(text, '\n')) {
    const std::vector<std::string> fields = Split(line, ':');
    if (fields.size() <= wanted || fields[0].empty()) continue;
    for (const std::string& field :
         Split(fields[wanted], old_passwords ? ',' : ':')) {
      StoredHash hash{path, fields[0], HashScheme(field), field.empty()};
      if (!hash.scheme.empty() || (hash.empty_field && !may_be_empty)) {
        hashes.push_back(std::move(hash));
      }
    }
  }
  return hashes;
}

std::vector<StoredHash> AllStoredHashes() {
  std::vector<StoredHash> all;
  for (const char* pattern :
       {"/etc/passwd*", "/etc/group*", "/etc/shadow*", "/etc/gshadow*",
        "/etc/tcb/*/shadow*", "/etc/security/opasswd*", "/var/backups/passwd*",
        "/var/backups/group*", "/var/backups/shadow*",
        "/var/backups/gshadow*"}) {
    for (const std::string& path : MatchingPaths(pattern)) {
      const auto text = ReadFile(path);
      if (!text.ok()) continue;
      for (StoredHash& hash : StoredHashes(*text, path)) {
        all.push_back(std::move(hash));
      }
    }
  }
  return all;
}

bool IsPublicAccountFile(const std::string& path) {
  return path.find("shadow") == std::string::npos &&
         path.find("opasswd") == std::string::npos;
}

Result<std::string> SchemeOf(const std::string& path,
                             const std::string& owner) {
  IEC_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  for (const StoredHash& hash : StoredHashes(text, path)) {
    if (hash.owner == owner) return hash.scheme;
  }
  return Error{path + " holds no password of " + owner};
}

}  // namespace iec
