// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/weak_passwords.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "lib/base/digest.h"
#include "lib/dut/strength_settings.h"
#include "lib/testcase/check.h"

namespace iec {
namespace {

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

std::string AlphabetRun(const PasswordPolicy& policy) {
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

}  // namespace

std::vector<WeakPassword> WeakPasswords(const PasswordPolicy& policy) {
  const size_t ample = std::max<size_t>(policy.min_length + 4, 16);
  const size_t classes = std::max<size_t>(policy.min_classes, 2) - 1;
  const auto always = [](std::string text) {
    return [text = std::move(text)](const Account&) { return text; };
  };
  std::vector<WeakPassword> weak = {
      {"one character too short", always(RandomOf(4, policy.min_length - 1))},
      {"one class of characters too few", always(RandomOf(classes, ample))},
      {"the user's own name in it",
       [](const Account& user) { return user.name + RandomOf(4, 8); }}};
  if (!policy.passwdqc) {
    weak.push_back({"a palindrome", always(Palindrome(ample))});
    weak.push_back({"the old password with too few changes",
                    [changed = policy.min_changed - 1](const Account& user) {
                      return AlmostTheSame(user.password, changed);
                    }});
  }
  if (policy.dictionary) {
    weak.push_back({"a word of the dictionary", always(DressedWord())});
    weak.push_back({"a run of the alphabet", always(AlphabetRun(policy))});
  }
  return weak;
}

Result<PasswordPolicy> PasswordPolicyOf(const Profile& profile) {
  const auto number = [&](std::string_view name) -> Result<size_t> {
    IEC_ASSIGN_OR_RETURN(const int64_t value, profile.Integer(name));
    return static_cast<size_t>(std::max<int64_t>(value, 1));
  };
  PasswordPolicy policy;
  IEC_ASSIGN_OR_RETURN(policy.min_length, number("password.min_length"));
  IEC_ASSIGN_OR_RETURN(policy.min_classes, number("password.min_classes"));
  IEC_ASSIGN_OR_RETURN(policy.min_changed,
                       number("password.min_changed_characters"));
  IEC_ASSIGN_OR_RETURN(policy.dictionary, profile.Flag("password.dictionary"));
  policy.passwdqc = ReadStrengthSettings().module == "pam_passwdqc.so";
  if (policy.passwdqc) {
    Note("pam_passwdqc has no rule about palindromes and changed characters");
  }
  return policy;
}

}  // namespace iec
