// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/identifiers.h"
#include "lib/dut/people.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

// Faults of both readings of the accounts, each once.
class Faults {
 public:
  void Add(const std::vector<std::string>& faults) {
    for (const std::string& fault : faults) {
      if (std::find(all_.begin(), all_.end(), fault) == all_.end()) {
        all_.push_back(fault);
      }
    }
  }
  void Report(const char* expected) const {
    Expect(all_.empty(), expected,
           all_.empty() ? "none" : Printable(Join(all_, "; ")));
  }

 private:
  std::vector<std::string> all_;
};

// Whoever is given such a name later is given what waits there.
std::vector<std::string> LostShadows(const PasswdDb& accounts) {
  std::vector<std::string> lost;
  std::vector<std::string> seen;
  for (const ShadowEntry& entry : accounts.AllShadow()) {
    if (accounts.FindUser(entry.name) == nullptr) {
      lost.push_back("shadow: " + entry.name + " is no user");
    }
    if (std::find(seen.begin(), seen.end(), entry.name) != seen.end()) {
      lost.push_back("shadow: " + entry.name + " is there twice");
    }
    seen.push_back(entry.name);
  }
  const auto text = ReadFile("/etc/gshadow");
  if (!text.ok()) return lost;
  for (const std::string& line : Split(*text, '\n')) {
    const auto fields = Split(line, ':');
    if (fields.size() != 4) continue;
    if (accounts.FindGroup(fields[0]) == nullptr) {
      lost.push_back("gshadow: " + fields[0] + " is no group");
    }
    for (const std::string& name : Split(fields[2] + "," + fields[3], ',')) {
      if (!name.empty() && accounts.FindUser(name) == nullptr) {
        lost.push_back("gshadow: " + fields[0] + ": " + name);
      }
    }
  }
  return lost;
}

}  // namespace

IEC_TEST_CASE(
    CR_1_4, identifiers_are_unambiguous, .plan = "CR1.4.t1",
    .title = "Each name and number stands for one user, group or role",
    .tried =
        "The users and groups of the name service and of the account files, "
        "their shadow tables, subordinate ids and the rules of sudo are read. "
        "A new user must be "
        "among them.",
    .passes_when =
        "No name and no number of a user or a group is there twice, no two "
        "user names differ by their case only, no range of subordinate ids "
        "overlaps another user's or holds the id of an account or a group, and "
        "nobody is named in a group, a shadow table, a range or a rule of sudo "
        "who is not there.",
    .not_covered =
        "Names of network interfaces, which the kernel keeps unique; roles of "
        "the product; directories that do not list their users.",
    .remedy =
        "Give the user or group an id of its own (usermod --uid, groupmod "
        "--gid, and chown its files); take the name that is no user's out of "
        "the file that the message names.",
    .uses = {Resource::kAccounts}, .supersedes = {"TC_CR1.4_1"},
    .timeout = std::chrono::seconds(120)) {
  IEC_OBTAIN(const auto own,
             dut.accounts().CreateTemporary({.second_factor = false}));
  IEC_OBTAIN(const auto listed, AllAccounts());
  IEC_OBTAIN(const auto files, PasswdDb::Load());
  IEC_CONTROL(listed.FindUser(own.name) != nullptr &&
                  files.FindUser(own.name) != nullptr,
              "a user of the test's own is in what is read",
              listed.FindUser(own.name) != nullptr
                  ? "listed by the name service"
                  : "not listed by the name service");
  Faults users;
  Faults groups;
  Faults names;
  Faults members;
  for (const PasswdDb* accounts : {&listed, &files}) {
    users.Add(SharedUserIds(*accounts));
    groups.Add(SharedGroupIds(*accounts));
    names.Add(MisleadingNames(*accounts));
    members.Add(LostMembers(*accounts));
  }
  users.Report("no user name and no user id is there twice");
  groups.Report("no group name and no group id is there twice");
  names.Report("no user name can be taken for another one or for a number");
  members.Report("each member of a group is a user");
  Faults shadows;
  shadows.Add(LostShadows(files));
  shadows.Report("each line of the shadow tables is of a user or a group");

  Faults ranges;
  for (const char* kind : {"subuid", "subgid"}) {
    const auto text = ReadFile(std::string("/etc/") + kind);
    if (text.ok()) ranges.Add(SubordinateFaults(*text, kind, listed));
  }
  ranges.Report("each range of subordinate ids is one user's alone");
  Faults rules;
  for (const std::string& file : SudoersFiles()) {
    const auto text = ReadFile(file);
    if (!text.ok()) continue;
    std::vector<std::string> lost = LostInSudoers(*text, listed);
    for (std::string& name : lost) name += " in " + file;
    rules.Add(lost);
  }
  rules.Report("each rule of sudo is for users and groups that are there");
}

}  // namespace iec
