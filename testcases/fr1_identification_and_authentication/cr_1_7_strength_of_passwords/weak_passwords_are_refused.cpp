// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>

#include "lib/base/digest.h"
#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

struct Policy {
  size_t min_length = 0;
  size_t min_classes = 0;
  size_t min_changed = 0;
  bool dictionary = false;
};

struct Candidate {
  const char* what;
  std::function<std::string(const Account&)> password;
};

// Lower case, upper case, digits, others: as every password checker counts.
constexpr std::string_view kClasses[] = {"abcdefghijkmnopqrstuvwxyz",
                                         "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789",
                                         "!#%+,-.:=@_"};

// Random characters of the first `classes` classes, of each at least one.
std::string RandomOf(size_t classes, size_t length) {
  std::string text;
  for (size_t i = 0; i < length; ++i) {
    const std::string_view alphabet = kClasses[i % classes];
    text += RandomFrom(alphabet, 1);
  }
  return text;
}

std::string Palindrome(size_t length) {
  const std::string half = RandomOf(4, (length + 1) / 2);
  return half + std::string(half.rbegin(), half.rend());
}

// A word that every English dictionary has, dressed up as people do it. A
// shorter minimum takes a shorter word, so that only the dictionary refuses.
std::string DressedWord() {
  constexpr const char* kWords[] = {"Straightforward", "Responsibilities",
                                    "Misunderstandings", "Characteristics",
                                    "Extraordinarily"};
  return fmt::format("{}-{}", kWords[RandomBelow(std::size(kWords))],
                     RandomBelow(10));
}

std::string AlphabetRun(const Policy& policy) {
  return std::string("Abcdefghijklmnopqrstuvwxyz")
             .substr(0, std::max<size_t>(policy.min_length, 8)) +
         "-1";
}

std::string AlmostTheSame(const std::string& old, size_t changed) {
  std::string text = old;
  for (size_t i = 0; i < changed; ++i) {
    const size_t at = i * text.size() / std::max<size_t>(changed, 1);
    text[at] = text[at] == 'x' ? 'y' : 'x';
  }
  return text;
}

// Each of them breaks one rule only and is strong by all others, so that a
// rule which is gone lets its candidate through.
std::vector<Candidate> WeakCandidates(const Policy& policy) {
  const size_t ample = std::max<size_t>(policy.min_length + 4, 16);
  const size_t classes = std::max<size_t>(policy.min_classes, 2) - 1;
  const auto always = [](std::string text) {
    return [text = std::move(text)](const Account&) { return text; };
  };
  std::vector<Candidate> weak = {
      {"one character too short", always(RandomOf(4, policy.min_length - 1))},
      {"one class of characters too few", always(RandomOf(classes, ample))},
      {"a palindrome", always(Palindrome(ample))},
      {"the user's own name in it",
       [](const Account& user) { return user.name + RandomOf(4, 8); }},
      {"the old password with too few changes",
       [changed = policy.min_changed - 1](const Account& user) {
         return AlmostTheSame(user.password, changed);
       }}};
  if (policy.dictionary) {
    weak.push_back({"a word of the dictionary", always(DressedWord())});
    weak.push_back({"a run of the alphabet", always(AlphabetRun(policy))});
  }
  return weak;
}

Result<Policy> PolicyOf(const Profile& profile) {
  const auto number = [&](std::string_view name) -> Result<size_t> {
    IEC_ASSIGN_OR_RETURN(const int64_t value, profile.Integer(name));
    return static_cast<size_t>(std::max<int64_t>(value, 1));
  };
  Policy policy;
  IEC_ASSIGN_OR_RETURN(policy.min_length, number("password.min_length"));
  IEC_ASSIGN_OR_RETURN(policy.min_classes, number("password.min_classes"));
  IEC_ASSIGN_OR_RETURN(policy.min_changed,
                       number("password.min_changed_characters"));
  IEC_ASSIGN_OR_RETURN(policy.dictionary, profile.Flag("password.dictionary"));
  return policy;
}

}  // namespace

IEC_TEST_CASE(
    CR_1_7, weak_passwords_are_refused, .plan = "CR1.7.t1",
    .title = "A user's own change to a weak password is refused",
    .tried =
        "A temporary user runs passwd on a pseudo-terminal, unprivileged, and "
        "offers passwords that are each weak in one way: too short, too few "
        "classes, own name, palindrome, too like the old one, a dictionary "
        "word, a sequence. Then a strong one. Then logs in.",
    .passes_when =
        "Each weak password is refused and the old one still opens a session; "
        "the strong one is accepted and opens a session.",
    .not_covered =
        "Passwords that are checked by a directory server only, and those of "
        "the product's own applications.",
    .remedy =
        "Put pam_pwquality or pam_passwdqc before pam_unix in "
        "/etc/pam.d/common-password as 'requisite', and set the length, the "
        "classes and the dictionary that the message names.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"password.min_length", "password.min_classes",
                   "password.dictionary", "password.min_changed_characters"},
    .supersedes = {"TC_CR1.7_1"}, .timeout = std::chrono::seconds(300)) {
  IEC_OBTAIN(const Policy policy, PolicyOf(dut.profile()));
  // An account of its own: a minimum age of passwords may allow one change.
  IEC_OBTAIN(auto changer, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), changer.name));
  IEC_CONTROL(!paths.empty(), "the profile declares a way in for people",
              "neither a console nor SSH is declared");
  const LoginPath& path = paths.front();
  const std::string strong =
      RandomPassword(std::max<size_t>(policy.min_length + 8, 24));
  IEC_OBTAIN(const auto allowed, ChangeTo(changer, strong));
  IEC_CONTROL(allowed.accepted, "a strong password is accepted",
              allowed.dialogue);
  std::string detail;
  bool opens = OpensOwnSession(path, changer, strong, &detail);
  IEC_CONTROL(opens, "the strong password opens a session", detail);

  IEC_OBTAIN(auto account, dut.accounts().CreateTemporary());
  for (const Candidate& weak : WeakCandidates(policy)) {
    const std::string password = weak.password(account);
    IEC_OBTAIN(const auto change, ChangeTo(account, password));
    Expect(!change.accepted,
           fmt::format("a password is refused: {}", weak.what),
           change.dialogue);
    if (!change.accepted) continue;
    IEC_OBTAIN(account, dut.accounts().CreateTemporary());
  }
  opens = OpensOwnSession(path, account, account.password, &detail);
  Expect(opens, "after the refusals the old password still opens a session",
         detail);
}

}  // namespace iec
