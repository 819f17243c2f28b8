// SPDX-License-Identifier: Apache-2.0
// A path is a place in a tree whose status folds upwards, so an enhancement
// stands beside its base requirement: its failure is none of the base. The
// last part of a path is the whole id of a test, as it is where KernelCI makes
// the path itself from a LAVA job.
#include "lib/report/kcidb.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/report/evidence.h"
#include "lib/report/scrub.h"
#include "lib/report/waiver.h"

namespace iec {
namespace {

using nlohmann::json;

constexpr std::string_view kSuite = "iec62443-4-2";

// Bytes, so that it is right for whoever counts characters as well.
constexpr size_t kLongestExcerpt = 16384;
constexpr size_t kLongestText = 1000;

std::string Public(std::string_view text) {
  return Scrub(Short(text, kLongestText));
}

bool IsPathCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// One level of a path. Ids of our own pass as they are; a foreign one must
// not make two levels of one.
std::string Level(std::string_view name) {
  std::string level(name.substr(0, 200));
  std::replace_if(
      level.begin(), level.end(), [](char c) { return !IsPathCharacter(c); },
      '_');
  return level.empty() ? "_" : level;
}

std::string Architecture(std::string_view machine) {
  std::string architecture = Lower(machine.substr(0, 40));
  std::erase_if(architecture,
                [](char c) { return !IsPathCharacter(c) || c == '-'; });
  return architecture;
}

// As a whole: an address with anything else in it is left out.
bool IsAddress(std::string_view text) {
  constexpr std::string_view kAllowed = "-._~:/?#[]@!$&'()*+,;=%";
  const size_t host = text.starts_with("https://")  ? 8
                      : text.starts_with("http://") ? 7
                                                    : 0;
  return host != 0 && text.size() > host && text.size() < 1000 &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return IsPathCharacter(c) ||
                  (kAllowed.find(c) != std::string_view::npos && c != '[' &&
                   c != ']' && c != '@' && c != '%');
         });
}

std::string HostOf(std::string_view address) {
  if (!IsAddress(address)) return "";
  const size_t begin = address.find("//") + 2;
  return std::string(
      address.substr(begin, address.find_first_of("/?#", begin) - begin));
}

void AddText(json& object, const char* key, std::string_view text) {
  const std::string clean = Public(text);
  if (!clean.empty()) object[key] = clean;
}

void AddMoment(json& object, const char* key, int64_t moment) {
  if (moment > 0 && IsMoment(moment)) object[key] = Rfc3339(moment);
}

// Without the folder of the input, which may be that of a person.
std::string ProblemLine(const InputProblem& row) {
  const std::string name(FileName(row.input));
  std::string what = row.problem.what;
  for (size_t at = 0; !row.input.empty() &&
                      (at = what.find(row.input, at)) != std::string::npos;
       at += name.size()) {
    what.replace(at, row.input.size(), name);
  }
  return fmt::format("{}:{}: {}", name, row.problem.line, what);
}

json ObjectOf(const Facts& facts) {
  json object = json::object();
  for (const auto& [name, value] : facts) {
    object[std::string(name)] =
        Scrub(name == "input" ? FileName(value) : std::string_view(value));
  }
  return object;
}

// Nothing: evidence by people is outstanding or no test exists, of which
// KCIDB has no word; SKIP would say that the requirement does not apply.
std::optional<std::string_view> Status(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "PASS";
    case Verdict::kFail:
    case Verdict::kWaived:
      return "FAIL";
    case Verdict::kError:
      return "ERROR";
    case Verdict::kMissing:
      return "MISS";
    case Verdict::kNotApplicable:
      return "SKIP";
    case Verdict::kManual:
    case Verdict::kNotCovered:
      return std::nullopt;
  }
  return "ERROR";
}

class Document {
 public:
  Document(const Assessment& assessment, const std::string& origin)
      : assessment_(assessment), origin_(origin) {}

  std::string Text() {
    for (const AssessedRun& run : assessment_.runs) AddRun(run);
    for (const AssessedRequirement& row : assessment_.requirements) {
      for (const size_t i : row.tests) AddTest(row, assessment_.tests[i]);
      if (row.tests.empty() || row.verdict == Verdict::kManual) AddRow(row);
    }
    for (const AssessedConstraint& row : assessment_.constraints) {
      AddConstraint(row);
    }
    AddWholeRun();
    const json document = {{"version", {{"major", 5}, {"minor", 3}}},
                           {"checkouts", checkouts_},
                           {"builds", builds_},
                           {"tests", tests_},
                           {"issues", issues_},
                           {"incidents", incidents_}};
    return document.dump(2, ' ', /*ensure_ascii=*/true,
                         json::error_handler_t::replace) +
           "\n";
  }

 private:
  std::string Id(const AssessedRun& run, std::string_view rest = {}) const {
    std::string id = fmt::format("{}:{}", origin_, Short(run.plan.run, 200));
    if (!rest.empty()) id += "." + Short(rest, 200);
    return id;
  }

  void AddRun(const AssessedRun& run) {
    json checkout = {{"id", Id(run)},
                     {"origin", origin_},
                     {"valid", true},
                     {"misc", ObjectOf(RunFacts(run))}};
    AddText(checkout, "tree_name", run.plan.profile_name);
    AddText(checkout, "comment",
            fmt::format("IEC 62443-4-2 tests of {}", run.plan.system));
    AddMoment(checkout, "start_time", run.plan.started);
    checkouts_.push_back(std::move(checkout));
    json build = {{"id", Id(run)},
                  {"origin", origin_},
                  {"checkout_id", Id(run)},
                  {"architecture", Architecture(run.plan.machine)},
                  {"misc", ObjectOf(RunFacts(run))}};
    AddText(build, "comment", run.plan.system);
    AddText(build, "config_name", run.plan.profile_name);
    AddMoment(build, "start_time", run.plan.started);
    builds_.push_back(std::move(build));
  }

  // Of this run, at this place of the tree.
  json NewTest(const AssessedRun& run, std::string_view name,
               const std::string& path) const {
    json platform = json::object();
    const bool on_lava = run.job && !run.job->device_type.empty();
    AddText(platform, "platform",
            on_lava ? run.job->device_type : run.plan.machine);
    AddText(platform, "lane", run.plan.lane);
    AddText(platform, "system", run.plan.system);
    AddText(platform, "kernel", run.plan.kernel);
    json test = {{"id", Id(run, name)},
                 {"origin", origin_},
                 {"build_id", Id(run)},
                 {"path", path},
                 {"environment", {{"misc", platform}}}};
    if (!run.job) return test;
    AddText(test["environment"], "comment", run.job->device);
    if (IsAddress(run.job->url)) test["log_url"] = run.job->url;
    return test;
  }

  static json MiscOf(const AssessedRequirement& row) {
    json misc = {{"demanded", row.demanded}, {"sl_c", row.sl_c}};
    AddText(misc, "requirement", row.id);
    AddText(misc, "requirement_title", row.title);
    return misc;
  }

  static std::string PathOf(const AssessedRequirement& row) {
    return fmt::format("{}.{}", kSuite, Level(row.token));
  }

  void AddTest(const AssessedRequirement& row, const AssessedTest& tested) {
    const AssessedRun& run = assessment_.runs[tested.run];
    json test =
        NewTest(run, tested.plan.id, PathOf(row) + "." + Level(tested.plan.id));
    AddText(test, "comment", tested.plan.title);
    json misc = MiscOf(row);
    misc["verdict"] = Name(tested.verdict);
    AddText(misc, "reason", tested.reason);
    misc["provenance"] = ObjectOf(TestFacts(assessment_, tested));
    if (run.job) AddText(misc, "runtime", HostOf(run.job->url));
    if (const auto status = Status(tested.verdict)) test["status"] = *status;
    // A device that is not as it was before is no success.
    const bool undone = tested.record.undo_failures.empty();
    if (!undone && tested.verdict != Verdict::kFail) test["status"] = "ERROR";
    if (tested.verdict != Verdict::kMissing) {
      AddMoment(test, "start_time", tested.record.started);
      if (std::isfinite(tested.record.seconds)) {
        test["duration"] = tested.record.seconds;
      }
    }
    if (tested.verdict != Verdict::kPass || !undone) {
      AssessedTest without_names = tested;
      without_names.waiver.clear();
      const std::string evidence =
          Scrub(Join(EvidenceLines(without_names), "\n"));
      test["log_excerpt"] = CutBytes(evidence, kLongestExcerpt);
    }
    test["misc"] = std::move(misc);
    if (tested.verdict == Verdict::kWaived) {
      AddIncidents(tested, test["id"].get<std::string>());
    }
    tests_.push_back(std::move(test));
  }

  void AddRow(const AssessedRequirement& row) {
    // Without status: what has no verdict of a test has none here.
    // A dot, which no id of a test has.
    json test = NewTest(assessment_.runs.back(), "requirement." + row.token,
                        PathOf(row));
    AddText(test, "comment",
            fmt::format("{}: {}", Name(row.verdict), row.reason));
    json misc = MiscOf(row);
    misc["verdict"] = Name(row.verdict);
    test["misc"] = std::move(misc);
    tests_.push_back(std::move(test));
  }

  void AddConstraint(const AssessedConstraint& row) {
    json test = NewTest(assessment_.runs.back(), row.id,
                        fmt::format("{}.{}", kSuite, Level(row.id)));
    AddText(test, "comment",
            fmt::format("{}: {}", Name(row.verdict), row.title));
    test["misc"] = {{"requirement", row.id}, {"verdict", Name(row.verdict)}};
    tests_.push_back(std::move(test));
  }

  // What concerns no single test stands at the root of the suite.
  void AddWholeRun() {
    std::vector<std::string> lines;
    for (const InputProblem& problem : assessment_.problems) {
      lines.push_back(Short(ProblemLine(problem), kLongestText));
    }
    if (assessment_.undo_failures > 0) {
      lines.push_back(fmt::format("not undone: {}", assessment_.undo_failures));
    }
    const bool is_sound = lines.empty();
    const std::vector<std::string> remarks = Remarks(assessment_);
    lines.insert(lines.end(), remarks.begin(), remarks.end());
    if (lines.empty()) return;
    json test = NewTest(assessment_.runs.back(), kSuite, std::string(kSuite));
    // Without status where nothing went wrong: a part is no pass of the whole.
    if (!is_sound) test["status"] = "ERROR";
    AddText(test, "comment", assessment_.exit_reason);
    const std::string excerpt = Scrub(Join(lines, "\n"));
    test["log_excerpt"] = CutBytes(excerpt, kLongestExcerpt);
    tests_.push_back(std::move(test));
  }

  // A known failure is an issue and the test an incident of it.
  void AddIncidents(const AssessedTest& tested, const std::string& test_id) {
    for (const AssessedWaiver& assessed : assessment_.waivers) {
      if (assessed.state != AssessedWaiver::State::kApplied ||
          !Names(assessed.waiver, tested.plan.id, tested.plan.requirement)) {
        continue;
      }
      const Waiver& waiver = assessed.waiver;
      const std::string id = fmt::format(
          "{}:waiver.{}", origin_,
          Sha256Hex(waiver.target + "\n" + waiver.justification).substr(0, 16));
      const int version = Version(waiver);
      AddIssue(waiver, id, version);
      incidents_.push_back({{"id", test_id + "." + id.substr(id.find(':') + 1)},
                            {"origin", origin_},
                            {"issue_id", id},
                            {"issue_version", version},
                            {"test_id", test_id},
                            {"present", true}});
    }
  }

  // A waiver that was renewed is a newer version of the same issue.
  static int Version(const Waiver& waiver) {
    std::string digits = waiver.expires;
    std::erase(digits, '-');
    return IsExpiryDate(waiver.expires)
               ? static_cast<int>(ParseInteger(digits).value_or(0))
               : 0;
  }

  void AddIssue(const Waiver& waiver, const std::string& id, int version) {
    for (const json& known : issues_) {
      if (known["id"] == id) return;
    }
    json issue = {{"id", id},
                  {"origin", origin_},
                  {"version", version},
                  {"culprit", {{"code", true}}},
                  {"misc",
                   {{"expires", Public(waiver.expires)},
                    {"target", Public(waiver.target)}}}};
    AddText(
        issue, "report_subject",
        fmt::format("Waiver of {} until {}", waiver.target, waiver.expires));
    AddText(issue, "comment", waiver.justification);
    issues_.push_back(std::move(issue));
  }

  const Assessment& assessment_;
  const std::string origin_;
  json checkouts_ = json::array();
  json builds_ = json::array();
  json tests_ = json::array();
  json issues_ = json::array();
  json incidents_ = json::array();
};

}  // namespace

std::string RenderKcidb(const Assessment& assessment,
                        const RenderOptions& options) {
  return Document(assessment, options.origin).Text();
}

}  // namespace iec
