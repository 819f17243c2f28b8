// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/pam_cases.h"

#include <fnmatch.h>

#include <algorithm>
#include <optional>

#include "lib/base/text.h"

namespace iec {
namespace {

// More conditions than these are taken to say no.
constexpr size_t kMostConditions = 10;
constexpr size_t kMostExceptions = 4;

constexpr std::string_view kSuccess = "success";
constexpr std::string_view kIgnore = "ignore";
constexpr std::string_view kFailure = "auth_err";

struct Known {
  std::string_view module;  // without pam_ and .so
  std::string_view answer;
};

// What they say whoever it is. Users of a directory are not judged, so that
// everybody is local.
constexpr Known kAlways[] = {
    {"permit", kSuccess},   {"localuser", kSuccess}, {"deny", kFailure},
    {"cap", kIgnore},       {"echo", kIgnore},       {"env", kIgnore},
    {"faildelay", kIgnore}, {"group", kIgnore},      {"issue", kIgnore},
    {"keyinit", kIgnore},   {"loginuid", kIgnore},   {"motd", kIgnore},
    {"nologin", kIgnore},   {"warn", kIgnore},
};

// With what they say no.
constexpr Known kConditions[] = {
    {"access", "perm_denied"},   {"debug", kFailure},
    {"exec", "system_err"},      {"ftp", kFailure},
    {"geoip", "perm_denied"},    {"listfile", kFailure},
    {"rhosts", kFailure},        {"securetty", kFailure},
    {"selinux_permit", kIgnore}, {"sepermit", kFailure},
    {"shells", kFailure},        {"succeed_if", kFailure},
    {"time", "perm_denied"},     {"timestamp", kFailure},
    {"usertype", kFailure},      {"wheel", "perm_denied"},
};

template <size_t N>
std::string_view In(const Known (&table)[N], std::string_view module) {
  for (const Known& known : table) {
    if (module.starts_with("pam_") && module.ends_with(".so") &&
        module.substr(4, module.size() - 7) == known.module) {
      return known.answer;
    }
  }
  return "";
}

bool Has(const PamRule& rule, std::string_view argument) {
  return std::find(rule.arguments.begin(), rule.arguments.end(), argument) !=
         rule.arguments.end();
}

// pam_succeed_if judges by the service, which is known: whether it does so
// alone, and what comes of it.
std::optional<bool> JudgesByService(const PamRule& rule,
                                    const std::string& service) {
  bool others = false;
  bool any = false;
  for (size_t i = 0; i < rule.arguments.size(); ++i) {
    const std::string& word = rule.arguments[i];
    if (word == "use_uid" || word == "debug" || word == "audit" ||
        word.starts_with("quiet")) {
      continue;
    }
    if (i + 2 >= rule.arguments.size()) return std::nullopt;
    const std::string& comparison = rule.arguments[i + 1];
    const std::string& value = rule.arguments[i + 2];
    i += 2;
    if (word != "service") {
      others = true;
      continue;
    }
    any = true;
    const bool negated = comparison == "!=" || comparison == "ne" ||
                         comparison == "!~" || comparison == "notin";
    bool is_so = false;
    if (comparison == "in" || comparison == "notin") {
      const auto items = Split(value, ':');
      is_so = std::find(items.begin(), items.end(), service) != items.end();
    } else {
      is_so = fnmatch(value.c_str(), service.c_str(), 0) == 0;
    }
    if (is_so == negated) return false;
  }
  return any && !others ? std::optional(true) : std::nullopt;
}

// What is to be done at that answer: "ok", "bad", "done", "die", "ignore",
// "reset" or the number of rules to pass over.
std::string ActionAt(const std::string& control, std::string_view answer) {
  if (control.starts_with('[')) {
    std::string other = "bad";
    std::string words = control.substr(1, control.find(']') - 1);
    std::replace(words.begin(), words.end(), '\t', ' ');
    for (const std::string& word : Split(words, ' ')) {
      const size_t equals = std::min(word.find('='), word.size());
      const std::string name = Lower(word.substr(0, equals));
      if (equals == word.size()) continue;
      if (name == answer) return Lower(word.substr(equals + 1));
      if (name == "default") other = Lower(word.substr(equals + 1));
    }
    return other;
  }
  const std::string word = Lower(control);
  if (word == "sufficient") return answer == kSuccess ? "done" : "ignore";
  if (word == "optional") return answer == kSuccess ? "ok" : "ignore";
  if (answer == kSuccess) return "ok";
  if (answer == kIgnore) return "ignore";
  return word == "requisite" ? "die" : "bad";
}

}  // namespace

bool PamOutcome::Asked(std::string_view module,
                       std::string_view argument) const {
  return std::any_of(asked.begin(), asked.end(), [&](const PamRule* rule) {
    return rule->module == module && (argument.empty() || Has(*rule, argument));
  });
}

PamCases::PamCases(const std::string& service, const std::string& type,
                   const std::vector<std::string>& exceptions,
                   const std::string& directory)
    : service_(service), type_(type) {
  auto rules = PamStack(service, type, directory);
  // Which libpam takes for a service that says nothing.
  if (rules.empty()) rules = PamStack("other", type, directory);
  for (PamRule& rule : rules) {
    steps_.push_back(StepOf(std::move(rule), exceptions));
  }
}

PamCases::Step PamCases::StepOf(PamRule rule,
                                const std::vector<std::string>& exceptions) {
  Step step;
  step.answer = type_ == "account"    ? "acct_expired"
                : type_ == "password" ? "authtok_err"
                                      : kFailure;
  const auto bit = [](std::map<std::string, uint32_t>& bits, size_t most,
                      const std::string& text) {
    if (bits.size() >= most && !bits.contains(text)) return uint32_t{0};
    return bits.try_emplace(text, uint32_t{1} << bits.size()).first->second;
  };
  const auto always = [&step](std::string_view answer) {
    step.kind = Kind::kAlways;
    step.answer = answer;
  };
  std::string question = rule.module;
  for (const std::string& word : rule.arguments) question += ' ' + word;
  const std::string text = type_ + ' ' + rule.Text();
  if (std::find(exceptions.begin(), exceptions.end(), text) !=
      exceptions.end()) {
    step.kind = Kind::kExcepted;
    step.bit = bit(excepted_, kMostExceptions, question);
  } else if (const auto answer = In(kAlways, rule.module); !answer.empty()) {
    always(answer);
  } else if (rule.module == "pam_faillock.so") {
    // Of somebody who is not locked.
    always(Has(rule, "authfail") ? kFailure : kSuccess);
  } else if (rule.module == "pam_tally2.so" || rule.module == "pam_tally.so") {
    always(kSuccess);
  } else if (rule.module == "pam_rootok.so") {
    // Others are run by a user, and these by root.
    always(service_.starts_with("su") && !service_.starts_with("sudo")
               ? kFailure
               : kSuccess);
  } else if (const auto no = In(kConditions, rule.module); !no.empty()) {
    const auto known = rule.module == "pam_succeed_if.so"
                           ? JudgesByService(rule, service_)
                           : std::nullopt;
    const bool acts = rule.module == "pam_exec.so" &&
                      (Has(rule, "expose_authtok") || type_ == "session" ||
                       type_ == "password");
    if (known) {
      always(*known ? kSuccess : kFailure);
    } else if (!acts) {
      step.kind = Kind::kCondition;
      step.answer = Has(rule, "trust") ? kIgnore : no;
      step.bit = bit(conditions_, kMostConditions, question);
    }
  }
  step.rule = std::move(rule);
  return step;
}

// As _pam_dispatch_aux() of Linux-PAM goes through its handlers.
PamOutcome PamCases::Work(const Case& in, const Says& says) const {
  struct State {
    bool decided = false;
    bool yes = false;
    bool success = false;
  };
  PamOutcome outcome;
  State state;
  std::vector<State> before;  // each substack
  int previous = 0;
  for (size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    const int depth = step.rule.depth;
    if (before.size() <= static_cast<size_t>(depth)) before.resize(depth + 1);
    if (depth > previous) before[depth] = state;
    previous = depth;
    if (step.rule.module.empty()) continue;
    outcome.asked.push_back(&step.rule);
    bool yes = false;
    if (step.kind == Kind::kSpeaker) yes = says(step.rule);
    if (step.kind == Kind::kCondition) yes = (in.conditions & step.bit) != 0;
    if (step.kind == Kind::kExcepted) yes = (in.excepted & step.bit) != 0;
    const std::string_view answer = yes ? kSuccess : step.answer;
    const std::string action = ActionAt(step.rule.control, answer);
    const auto more = [&] {
      return i + 1 < steps_.size() && steps_[i + 1].rule.depth >= depth;
    };
    const auto refuse = [&state] { state = {true, false, false}; };
    if (action == "ignore") continue;
    if (action == "reset") {
      state = before[depth];
    } else if (action == "ok" || action == "done") {
      if (!state.decided || (state.yes && state.success)) {
        state = {true, true, answer == kSuccess};
      }
      if (action == "done" && state.yes) {
        while (more()) ++i;
      }
    } else if (const auto jump = ParseInteger(action); jump && *jump > 0) {
      int64_t left = *jump;
      while (more() && left > 0) {
        do {
          ++i;
        } while (i + 1 < steps_.size() && steps_[i + 1].rule.depth > depth);
        --left;
      }
      if (left > 0) refuse();
    } else {
      refuse();
      if (action == "die") {
        while (more()) ++i;
      }
    }
  }
  outcome.opens = state.yes && state.success;
  return outcome;
}

std::vector<std::string> PamCases::Speakers() const {
  std::vector<std::string> names;
  for (const Step& step : steps_) {
    if (step.kind == Kind::kSpeaker && !step.rule.module.empty() &&
        std::find(names.begin(), names.end(), step.rule.module) ==
            names.end()) {
      names.push_back(step.rule.module);
    }
  }
  return names;
}

std::string PamCases::Find(const Judge& wrong, const Judge& right) const {
  std::string found;
  const uint32_t cases = uint32_t{1} << conditions_.size();
  for (uint32_t e = 0; e < uint32_t{1} << excepted_.size(); ++e) {
    bool matters = false;
    std::string one;
    for (uint32_t c = 0; c < cases && (one.empty() || !matters); ++c) {
      matters = matters || right({c, e});
      if (one.empty() && wrong({c, e})) one = Describe({c, e}, wrong);
    }
    // What comes of an exception alone is as it should be.
    if (one.empty() || !matters) return "";
    if (found.empty()) found = one;
  }
  return found;
}

// By those conditions without which it would not be so.
std::string PamCases::Describe(const Case& in, const Judge& wrong) const {
  std::vector<std::string> words;
  for (const auto& [question, bit] : conditions_) {
    if (wrong({in.conditions ^ bit, in.excepted})) continue;
    const auto step =
        std::find_if(steps_.begin(), steps_.end(), [&](const Step& one) {
          return one.kind == Kind::kCondition && one.bit == bit;
        });
    words.push_back(
        "'" + type_ + ' ' + step->rule.Text() +
        ((in.conditions & bit) != 0 ? "' holds" : "' does not hold"));
  }
  return words.empty() ? "always" : "where " + Join(words, " and ");
}

}  // namespace iec
