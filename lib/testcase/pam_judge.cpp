// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/pam_judge.h"

#include <algorithm>
#include <functional>

#include "lib/base/text.h"
#include "lib/dut/failed_logins.h"
#include "lib/dut/pam_cases.h"
#include "lib/dut/pam_stack.h"
#include "lib/testcase/check.h"

namespace iec {
namespace {

using Case = PamCases::Case;
using Services = std::vector<std::string>;

Services Logins(const Profile& profile) {
  Services services;
  for (const HumanInterface& interface : profile.interfaces) {
    const char* name =
        interface.kind == HumanInterface::Kind::kSsh ? "sshd" : "login";
    if (!Contains(services, name)) services.emplace_back(name);
  }
  return services;
}

// One expectation for all of them. `find` says what is wrong with a service.
void Judge(const Profile& profile, const std::string& type,
           const Services& services, const std::string& expected,
           const std::function<std::string(const PamCases&)>& find) {
  IEC_OBTAIN(const auto exceptions, profile.List("access.pam_exceptions"));
  // Services with the same fault are named together.
  std::vector<std::string> faults;
  std::vector<std::string> found;
  std::vector<std::string> names;
  for (const std::string& name : services) {
    if (PamFile(name).empty()) continue;
    names.push_back(name);
    const std::string fault = find(PamCases(name, type, exceptions));
    if (fault.empty()) continue;
    const auto same = std::find(faults.begin(), faults.end(), fault);
    if (same == faults.end()) {
      faults.push_back(fault);
      found.push_back(fault + " (" + name + ")");
    } else {
      std::string& text = found[static_cast<size_t>(same - faults.begin())];
      text.insert(text.size() - 1, ", " + name);
    }
  }
  Expect(found.empty(), expected,
         found.empty() ? "by the rules of " + Join(names, ", ")
                       : Join(found, "; "));
}

bool Nobody(const PamRule&) { return false; }
bool Everybody(const PamRule&) { return true; }

// What of one module does not hold for everybody, of some of them, or nothing.
std::string FindAlone(const PamCases& cases) {
  const auto speakers = cases.Speakers();
  const auto opens = [&](const Case& in, const std::string& name, bool alone) {
    return cases
        .Work(
            in,
            [&](const PamRule& rule) { return (rule.module == name) == alone; })
        .opens;
  };
  for (const std::string& name : speakers) {
    // Elsewhere no single one opens, this one or among the others.
    const auto two_are_asked = [&](const Case& in) {
      const auto other_opens = [&](const std::string& other) {
        return other != name && opens(in, other, true);
      };
      if (std::any_of(speakers.begin(), speakers.end(), other_opens)) {
        return false;
      }
      return opens(in, name, false) ||
             (!opens(in, name, true) && cases.Work(in, Everybody).opens);
    };
    const std::string where = cases.Find(
        [&](const Case& in) { return opens(in, name, true); }, two_are_asked);
    if (!where.empty()) return where + ": " + name + " alone is enough";
  }
  return "";
}

bool IsCounted(const PamOutcome& outcome) {
  return outcome.Asked("pam_faillock.so", "authfail") ||
         outcome.Asked("pam_tally2.so") || outcome.Asked("pam_tally.so");
}

bool IsLookedAt(const PamOutcome& outcome) {
  return outcome.Asked("pam_faillock.so", "preauth") ||
         outcome.Asked("pam_faillock.so", "authsucc") ||
         outcome.Asked("pam_tally2.so") || outcome.Asked("pam_tally.so");
}

std::string FindUncounted(const PamCases& cases) {
  const auto speakers = cases.Speakers();
  const auto is_asked = [&speakers](const PamOutcome& outcome) {
    return std::any_of(
        speakers.begin(), speakers.end(),
        [&](const std::string& name) { return outcome.Asked(name); });
  };
  const auto counts = [&](const Case& in) {
    return IsCounted(cases.Work(in, Nobody));
  };
  const auto looks = [&](const Case& in) {
    const PamOutcome outcome = cases.Work(in, Everybody);
    return outcome.opens && IsLookedAt(outcome);
  };
  std::string where = cases.Find(
      [&](const Case& in) {
        return !counts(in) && is_asked(cases.Work(in, Nobody)) &&
               cases.Work(in, Everybody).opens;
      },
      counts);
  if (!where.empty()) return where + ": no failure is counted";
  where = cases.Find(
      [&](const Case& in) {
        return !looks(in) && cases.Work(in, Everybody).opens;
      },
      looks);
  return where.empty() ? "" : where + ": a lock is not looked at";
}

}  // namespace

void ExpectSecretOfEverybody(const Profile& profile) {
  Services services = Logins(profile);
  services.insert(services.end(), {"su", "su-l", "sudo", "sudo-i"});
  Judge(profile, "auth", services,
        "pam: under no condition is anybody let in without a right secret",
        [](const PamCases& cases) {
          return cases.Find(
              [&](const Case& in) { return cases.Work(in, Nobody).opens; },
              [](const Case&) { return true; });
        });
}

void ExpectBothFactorsOfEverybody(const Profile& profile) {
  Services services = Logins(profile);
  IEC_OBTAIN(const auto elevation, profile.List("access.elevation"));
  if (Contains(elevation, "su")) {
    services.insert(services.end(), {"su", "su-l"});
  }
  if (Contains(elevation, "sudo")) {
    services.insert(services.end(), {"sudo", "sudo-i"});
  }
  Judge(
      profile, "auth", services,
      "pam: where two factors are asked for, under no condition is one enough",
      FindAlone);
}

void ExpectJudgedIsEverybody(const Profile& profile, const std::string& type,
                             const std::vector<std::string>& judges,
                             Services services) {
  const Services logins = Logins(profile);
  services.insert(services.end(), logins.begin(), logins.end());
  Judge(profile, type, services,
        "pam: under no condition is anybody passed over by " +
            Join(judges, ", ") + " (" + type + ")",
        [&](const PamCases& cases) {
          // Modules that are not known may say yes to all or no to all.
          for (const bool others : {true, false}) {
            const auto opens = [&](const Case& in, bool passed) {
              return cases
                  .Work(in,
                        [&](const PamRule& rule) {
                          return Contains(judges, rule.module)
                                     ? passed
                                     : rule.module == "pam_unix.so" || others;
                        })
                  .opens;
            };
            std::string where =
                cases.Find([&](const Case& in) { return opens(in, false); },
                           [&](const Case& in) {
                             return opens(in, true) && !opens(in, false);
                           });
            if (!where.empty()) return where;
          }
          return std::string();
        });
}

void ExpectSessionOfEverybody(const Profile& profile,
                              const std::vector<std::string>& modules) {
  Judge(profile, "session", Logins(profile),
        "pam: under no condition is a session opened without " +
            Join(modules, ", "),
        [&](const PamCases& cases) {
          for (const std::string& module : modules) {
            const auto asks = [&](const Case& in, bool asked) {
              const PamOutcome outcome = cases.Work(in, Everybody);
              // What is optional and acts cannot refuse anything.
              const bool is_asked =
                  std::any_of(outcome.asked.begin(), outcome.asked.end(),
                              [&](const PamRule* rule) {
                                return rule->module == module &&
                                       (module != "pam_exec.so" ||
                                        rule->control != "optional");
                              });
              return outcome.opens && is_asked == asked;
            };
            const std::string where =
                cases.Find([&](const Case& in) { return asks(in, false); },
                           [&](const Case& in) { return asks(in, true); });
            if (!where.empty()) return where + ": " + module + " is not asked";
          }
          return std::string();
        });
}

void ExpectLockOfEverybody(const Profile& profile) {
  Services services = Logins(profile);
  services.insert(services.end(), {"su", "su-l", "sudo", "sudo-i"});
  Judge(profile, "auth", services,
        "pam: under no condition is anybody never locked", FindUncounted);
  IEC_OBTAIN(const auto exceptions, profile.List("access.pam_exceptions"));
  std::vector<std::string> exempt = ExemptFromLocks();
  std::erase_if(exempt, [&](const std::string& setting) {
    return Contains(exceptions, setting);
  });
  Expect(exempt.empty(), "pam_faillock exempts no group from its lock",
         exempt.empty() ? "none" : Join(exempt, "; "));
}

}  // namespace iec
