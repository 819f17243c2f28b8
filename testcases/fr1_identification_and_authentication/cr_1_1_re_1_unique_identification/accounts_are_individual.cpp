// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/people.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

constexpr int64_t kMillisecondsPerDay = 86'400'000;

void Report(const char* expected, const std::vector<std::string>& faults,
            const std::string& sound = "none") {
  Expect(faults.empty(), expected, faults.empty() ? sound : Join(faults, "; "));
}

// "alice: A. Miller" as name and owner.
std::map<std::string, std::string> Owners(
    const std::vector<std::string>& declared) {
  std::map<std::string, std::string> owners;
  for (const std::string& line : declared) {
    const size_t colon = std::min(line.find(':'), line.size());
    const std::string name(Trim(std::string_view(line).substr(0, colon)));
    owners[name] =
        colon == line.size()
            ? ""
            : std::string(Trim(std::string_view(line).substr(colon + 1)));
  }
  return owners;
}

// The keys themselves, without options and comments.
std::vector<std::string> KeysIn(const std::string& path) {
  std::vector<std::string> keys;
  const auto text = ReadFile(path, 1u << 20);
  if (!text.ok()) return keys;
  for (const std::string& line : Split(*text, '\n')) {
    if (line.starts_with('#')) continue;
    for (const std::string& word : Split(line, ' ')) {
      // How the base64 of a length of less than 256 begins.
      if (word.starts_with("AAAA")) keys.push_back(word);
    }
  }
  return keys;
}

// Keys by which more than one owner's accounts can be entered.
std::vector<std::string> SharedKeys(
    const PasswdDb& accounts,
    const std::map<std::string, std::string>& owners) {
  std::map<std::string, std::map<std::string, std::string>> users;
  const auto patterns = KeyFilePatterns();
  for (const User& user : accounts.AllUsers()) {
    const auto owner = owners.find(user.name);
    const bool owned = owner != owners.end() && !owner->second.empty();
    for (const std::string& path : KeyFilesOf(user, patterns)) {
      for (const std::string& key : KeysIn(path)) {
        users[key][owned ? owner->second : user.name] = user.name;
      }
    }
  }
  std::vector<std::string> shared;
  for (const auto& [key, theirs] : users) {
    if (theirs.size() < 2) continue;
    std::vector<std::string> names;
    for (const auto& [owner, name] : theirs) names.push_back(name);
    shared.push_back("one of " + Join(names, " and "));
  }
  return shared;
}

std::vector<std::string> Superusers(const PasswdDb& accounts) {
  std::vector<std::string> others;
  for (const User& user : accounts.AllUsers()) {
    if (user.uid == 0 && user.name != "root") others.push_back(user.name);
  }
  return others;
}

}  // namespace

IEC_TEST_CASE(
    CR_1_1_RE_1, accounts_are_individual, .plan = "CR1.1RE1.t1",
    .title = "Each account by which somebody can log in is one person's",
    .tried =
        "All accounts of the name service and of the account files are read, "
        "and the keys that the SSH servers accept for each. A new user must "
        "be among those found to be able to log in.",
    .passes_when =
        "No user id and no name is there twice, only root has user id 0, and "
        "each account with a password or a key is in accounts.people with an "
        "owner and has none of the names in accounts.shared_names; no key "
        "opens "
        "the accounts of two owners.",
    .not_covered =
        "Whether a person gives the password or a key away; accounts of a "
        "directory that does not list them; SSH "
        "certificates and AuthorizedKeysCommand.",
    .remedy =
        "Give each person an account with a user id of its own and take "
        "shared ones away (userdel, or usermod --lock --expiredate 1 and its "
        "authorized_keys removed); declare whose each one is in "
        "accounts.people.",
    // All of the accounts are judged, so nobody else may have temporary ones.
    .uses = {Resource::kAccounts},
    .parameters = {"accounts.people", "accounts.shared_names"},
    .supersedes = {"TC_CR1.1-RE1_1"}, .timeout = std::chrono::seconds(120)) {
  IEC_OBTAIN(const auto declared, dut.profile().List("accounts.people"));
  IEC_OBTAIN(const auto shared, dut.profile().List("accounts.shared_names"));
  const auto owners = Owners(declared);
  IEC_OBTAIN(const auto own,
             dut.accounts().CreateTemporary({.second_factor = false}));

  std::vector<std::string> doubled;
  std::vector<std::string> superusers;
  std::vector<std::string> nobodys;
  std::vector<std::string> everybodys;
  bool seen = false;
  IEC_OBTAIN(const auto listed, AllAccounts());
  IEC_OBTAIN(const auto files, PasswdDb::Load());
  const auto add = [](std::vector<std::string>& all, const std::string& one) {
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  };
  // Tools disagree with the library about lines that are not quite right.
  for (const PasswdDb* accounts : {&listed, &files}) {
    for (const std::string& one : SharedUserIds(*accounts)) add(doubled, one);
    for (const std::string& one : Superusers(*accounts)) add(superusers, one);
    for (const Person& person :
         WhoCanLogIn(*accounts, NowMilliseconds() / kMillisecondsPerDay)) {
      const std::string& name = person.user->name;
      if (name == own.name) {
        seen = true;
        continue;
      }
      const auto owner = owners.find(name);
      if (owner == owners.end() || owner->second.empty()) {
        add(nobodys, fmt::format("{} ({})", Printable(name, 64), person.how));
      }
      if (std::find(shared.begin(), shared.end(), Lower(name)) !=
          shared.end()) {
        add(everybodys, fmt::format("{} ({})", name, person.how));
      }
    }
  }
  IEC_CONTROL(seen, "a user of the test's own is found to be able to log in",
              seen ? "found" : "not found");
  Report("no user id and no user name is there twice", doubled,
         fmt::format("none of {}", listed.AllUsers().size()));
  Report("only root has user id 0", superusers, "so it is");
  Report("each account that can log in has a declared owner", nobodys,
         fmt::format("{} declared", owners.size()));
  Report("no key opens the accounts of more than one person",
         SharedKeys(listed, owners));
  Report("nobody can log in by a name that is no person's", everybodys);
  Report("the account files have no line of another shape", files.malformed());
}

}  // namespace iec
