// SPDX-License-Identifier: Apache-2.0
// What a PAM service answers in cases that no test can bring about: to who
// comes from another network, sits at another terminal, is in some group. Its
// modules are not asked: those that judge by circumstances ("conditions") may
// say yes or no, and each such case is worked out as libpam does it.
#ifndef IEC_LIB_DUT_PAM_CASES_H_
#define IEC_LIB_DUT_PAM_CASES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dut/pam_stack.h"

namespace iec {

struct PamOutcome {
  bool opens = false;
  std::vector<const PamRule*> asked;  // in their order

  bool Asked(std::string_view module, std::string_view argument = "") const;
};

class PamCases {
 public:
  // One bit for each condition, and for each rule that is excepted: it says
  // yes.
  struct Case {
    uint32_t conditions = 0;
    uint32_t excepted = 0;
  };
  // Whether a module says yes that is no condition, and does not always say the
  // same: pam_unix, those that ask for a secret, unknown ones.
  using Says = std::function<bool(const PamRule&)>;
  using Judge = std::function<bool(const Case&)>;

  // Rules in `exceptions` (PamRule::Text() after the type, "auth sufficient
  // pam_wheel.so trust") may say what they like: what only comes of them is not
  // found.
  PamCases(const std::string& service, const std::string& type,
           const std::vector<std::string>& exceptions,
           const std::string& directory = "/etc/pam.d");

  PamOutcome Work(const Case& in, const Says& says) const;

  // The names of modules that Says is asked about.
  std::vector<std::string> Speakers() const;

  // A case that is `wrong`, in words, if there is one, and another one where
  // `right` shows that it matters. Empty if not.
  std::string Find(const Judge& wrong, const Judge& right) const;

 private:
  enum class Kind { kAlways, kCondition, kExcepted, kSpeaker };
  struct Step {
    PamRule rule;
    Kind kind = Kind::kSpeaker;
    std::string_view answer;  // where it is kAlways, and the no of others
    uint32_t bit = 0;
  };

  Step StepOf(PamRule rule, const std::vector<std::string>& exceptions);
  std::string Describe(const Case& in, const Judge& wrong) const;

  std::string service_;
  std::string type_;
  std::vector<Step> steps_;
  // The same question has the same answer each time.
  std::map<std::string, uint32_t> conditions_;
  std::map<std::string, uint32_t> excepted_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_PAM_CASES_H_
