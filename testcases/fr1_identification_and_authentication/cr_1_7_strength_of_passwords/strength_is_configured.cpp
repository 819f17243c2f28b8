// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "lib/base/text.h"
#include "lib/dut/paths.h"
#include "lib/dut/strength_settings.h"
#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/root_only.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/weak_passwords.h"

namespace iec {
namespace {

// Stricter than declared is fine: what other tests try is refused all the same.
void JudgeValue(const char* what, int64_t configured, int64_t declared) {
  Expect(configured >= declared,
         fmt::format("the configured {} is the declared one", what),
         fmt::format("configured {}, declared {}", configured, declared));
  if (configured > declared) {
    Note(fmt::format("the configured {} is stricter: {} instead of {}", what,
                     configured, declared));
  }
}

void JudgeValues(const StrengthSettings& settings,
                 const PasswordPolicy& policy) {
  JudgeValue("minimum length", settings.min_length,
             static_cast<int64_t>(policy.min_length));
  JudgeValue("number of classes", settings.min_classes,
             static_cast<int64_t>(policy.min_classes));
  if (settings.module != "pam_passwdqc.so") {  // it has no such numbers
    JudgeValue("number of changed characters", settings.min_changed,
               static_cast<int64_t>(policy.min_changed));
    JudgeValue("use of a dictionary", settings.dictionary ? 1 : 0,
               policy.dictionary ? 1 : 0);
  }
  Expect(settings.enforced, "what is configured is enforced",
         settings.enforced ? "it is" : "it is only warned of");
}

// Where something else decides, the setting changes nothing.
void TryLengths(Dut& dut, const StrengthSettings& settings) {
  if (settings.credits) {
    Note("characters of some kinds count twice: no length was tried");
    return;
  }
  const auto length = static_cast<size_t>(settings.min_length);
  IEC_OBTAIN(Account account, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto refused, ChangeTo(account, RandomPassword(length - 1)));
  Expect(!refused.accepted,
         "a password one shorter than the setting says is refused",
         Printable(refused.dialogue, 200));
  if (refused.accepted) return;
  IEC_OBTAIN(const auto accepted, ChangeTo(account, RandomPassword(length)));
  Expect(accepted.accepted,
         "a password as long as the setting says is accepted",
         Printable(accepted.dialogue, 200));
}

}  // namespace

IEC_TEST_CASE(
    CR_1_7, strength_is_configured, .plan = "CR1.7.t3",
    .title = "The strength of passwords is a setting of root's",
    .tried =
        "The settings of the module that judges passwords in the PAM service "
        "of passwd (pam_pwquality, pam_passwdqc, pam_cracklib) are read, from "
        "their files and arguments. Unprivileged processes (nobody, each "
        "account of the device) try to open these files and those of the PAM "
        "service for writing, and the directories on the way there. A "
        "temporary user offers passwords of just the configured length and of "
        "one character less.",
    .passes_when =
        "There is such a setting, it is as strict as declared, nobody but "
        "root can write or replace it, and it is what decides: the shorter "
        "password is refused and the other one accepted.",
    .not_covered =
        "Settings other than the length are read, not tried (the test of weak "
        "passwords tries the declared ones); other modules; directory "
        "servers.",
    .remedy =
        "Set minlen, minclass, difok and dictcheck in "
        "/etc/security/pwquality.conf (or min= of pam_passwdqc), chown root "
        "and chmod 0644 it, and take modules out of common-password that "
        "judge by rules of their own.",
    .needs = {Capability::kPassword},
    .shares = {Resource::kAccounts, Resource::kFilesystem},
    .parameters = {"password.min_length", "password.min_classes",
                   "password.dictionary", "password.min_changed_characters"},
    .timeout = std::chrono::seconds(120)) {
  IEC_OBTAIN(const PasswordPolicy policy, PasswordPolicyOf(dut.profile()));
  const StrengthSettings settings = ReadStrengthSettings();
  Expect(!settings.module.empty(),
         "a module with settings judges new passwords",
         settings.module.empty() ? "none that is known" : settings.module);
  if (settings.module.empty()) return;
  std::vector<std::string> files = settings.files;
  files.emplace_back("/etc/security/pwquality.conf.d/new.conf");
  // What the setting is about: the words, and what compares with them.
  if (settings.dictionary) {
    for (const char* kind : {"hwm", "pwd", "pwi"}) {
      files.push_back(std::string("/var/cache/cracklib/cracklib_dict.") + kind);
    }
  }
  for (const char* folder : {"/usr/lib/security/", "/usr/lib/*/security/"}) {
    for (const std::string& path : MatchingPaths(folder + settings.module)) {
      files.push_back(path);
    }
  }
  ExpectOnlyRootChanges(dut, "the setting can be changed by root only", files,
                        {});
  JudgeValues(settings, policy);
  TryLengths(dut, settings);
}

}  // namespace iec
