// SPDX-License-Identifier: Apache-2.0
// GitLab shows the text of an element and drops its attributes; one control
// character or a second <system-out> makes it drop the whole report; equal
// classname and name collapse into one case.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "lib/base/text.h"
#include "lib/report/job.h"
#include "lib/report/layout.h"
#include "lib/report/render.h"

namespace iec {
namespace {

std::string Xml(std::string_view text) {
  std::string out;
  for (const char c : SafeText(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// GitLab refuses a report of more than 30 MB; a device may print as much.
constexpr size_t kLongestLine = 2000;
constexpr size_t kMostOfACase = size_t{64} << 10;
constexpr size_t kMostOfAll = size_t{24} << 20;
std::string_view Cut(std::string_view text) {
  return text.substr(0, kLongestLine);
}

// Lines of XML, as many as fit in `limit` bytes, but the first one always.
std::string Lines(const std::vector<std::string>& lines, size_t limit) {
  std::string out;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string line = Xml(Cut(lines[i]));
    if (i > 0 && out.size() + line.size() > limit) {
      const size_t left = lines.size() - i;
      return out + fmt::format("\n{} more line{}, which the other formats have",
                               left, left == 1 ? "" : "s");
    }
    if (i > 0) out += '\n';
    out += line;
  }
  return out;
}

enum class Outcome { kPassed, kFailed, kError, kSkipped };

Outcome OutcomeOf(const AssessedTest& test) {
  switch (test.verdict) {
    case Verdict::kFail:
      return Outcome::kFailed;
    case Verdict::kError:
    case Verdict::kMissing:
      return Outcome::kError;
    case Verdict::kPass:
      // A device that is not as it was before is no success.
      return test.record.undo_failures.empty() ? Outcome::kPassed
                                               : Outcome::kError;
    default:
      return test.record.undo_failures.empty() ? Outcome::kSkipped
                                               : Outcome::kError;
  }
}

struct Case {
  std::string classname;
  std::string name;
  std::string id;  // makes the name unique where it is not
  double seconds = 0;
  Outcome outcome = Outcome::kPassed;
  std::vector<std::string> lines;  // of the element's text
};

class Suite {
 public:
  // `written`: the bytes of the suites before.
  Suite(std::string name, size_t written)
      : name_(std::move(name)), written_(written) {}

  void Add(const Case& test) {
    const std::string classname = Xml(Cut(test.classname));
    std::string name = Xml(Cut(test.name.empty() ? test.id : test.name));
    const double seconds = std::isfinite(test.seconds) ? test.seconds : 0;
    while (!names_.emplace(classname, name).second) {
      name += fmt::format(" ({})", Xml(Cut(test.id)));
    }
    body_ += fmt::format(
        "    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"", classname,
        name, seconds);
    ++counts_[test.outcome];
    ++cases_;
    seconds_ += seconds;
    if (test.outcome == Outcome::kPassed) {
      body_ += "/>\n";
      return;
    }
    const std::string_view element =
        test.outcome == Outcome::kFailed  ? "failure"
        : test.outcome == Outcome::kError ? "error"
                                          : "skipped";
    const size_t left = kMostOfAll - std::min(kMostOfAll, written());
    body_ +=
        fmt::format(">\n      <{}>{}</{}>\n    </testcase>\n", element,
                    Lines(test.lines, std::min(kMostOfACase, left)), element);
  }

  size_t written() const { return written_ + body_.size(); }

  int cases() const { return cases_; }
  double seconds() const { return seconds_; }
  int Count(Outcome outcome) const {
    const auto found = counts_.find(outcome);
    return found == counts_.end() ? 0 : found->second;
  }

  std::string Text() const {
    return fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
        "skipped=\"{}\" time=\"{:.3f}\">\n{}  </testsuite>\n",
        Xml(name_), cases_, Count(Outcome::kFailed), Count(Outcome::kError),
        Count(Outcome::kSkipped), seconds_, body_);
  }

 private:
  std::string name_;
  size_t written_;
  std::string body_;
  std::set<std::pair<std::string, std::string>> names_;
  std::map<Outcome, int> counts_;
  int cases_ = 0;
  double seconds_ = 0;
};

std::vector<std::string> LinesOf(const Assessment& assessment,
                                 const AssessedTest& test) {
  std::vector<std::string> lines = {
      fmt::format("{}: {}", Name(test.verdict), test.plan.id)};
  if (!test.reason.empty()) lines.push_back(test.reason);
  if (!test.waiver.empty()) lines.push_back(test.waiver);
  for (const Check& check : test.record.checks) {
    if (check.holds || check.kind == Check::Kind::kNote) continue;
    lines.push_back(fmt::format(
        "{}: {}", check.kind == Check::Kind::kControl ? "control" : "expected",
        check.expected));
    lines.push_back("found: " + check.found);
    if (!check.where.empty()) lines.push_back("where: " + check.where);
  }
  for (const std::string& failure : test.record.undo_failures) {
    lines.push_back("not undone: " + failure);
  }
  const AssessedRun& run = assessment.runs[test.run];
  if (run.job) {
    lines.push_back(JobName(*run.job));
    if (!run.job->url.empty()) lines.push_back(run.job->url);
  }
  if (const std::string log = LinesText(test.lines); !log.empty()) {
    lines.push_back(fmt::format("log: {}, {}", run.input, log));
  }
  return lines;
}

void AddRow(const Assessment& assessment, const AssessedRequirement& row,
            Suite& suite) {
  for (const size_t i : row.tests) {
    const AssessedTest& test = assessment.tests[i];
    suite.Add({row.id, test.plan.title, test.plan.id, test.record.seconds,
               OutcomeOf(test), LinesOf(assessment, test)});
  }
  if (row.tests.empty() || row.verdict == Verdict::kManual) {
    suite.Add({row.id,
               row.title,
               row.token,
               0,
               Outcome::kSkipped,
               {fmt::format("{}: {}", Name(row.verdict), row.reason)}});
  }
}

// What concerns no requirement but makes the job fail must be seen as well.
Suite RunSuite(const Assessment& assessment, size_t written) {
  Suite suite("The run itself", written);
  Case record{"run", "The record is complete and sound", "record"};
  for (const auto& [input, problem] : assessment.problems) {
    record.outcome = Outcome::kError;
    record.lines.push_back(
        fmt::format("{}:{}: {}", input, problem.line, problem.what));
  }
  suite.Add(record);
  Case whole{"run", "The whole suite was run", "whole"};
  if (!assessment.partial.empty()) {
    whole.outcome = Outcome::kSkipped;
    whole.lines = {assessment.partial};
  }
  suite.Add(whole);
  Case judged{"run", "Its own profile is what it was judged by", "profile"};
  if (!assessment.judged_by.empty()) {
    judged.outcome = Outcome::kSkipped;
    judged.lines = {"targets and waivers from " + assessment.judged_by};
  }
  suite.Add(judged);
  Case harness{"run", "No access of a harness was declared", "harness"};
  for (const std::string& deviation : assessment.deviations) {
    harness.outcome = Outcome::kSkipped;
    harness.lines.push_back("deviation: " + deviation);
  }
  suite.Add(harness);
  Case undone{"run", "Every change was undone", "undone"};
  if (assessment.undo_failures > 0) {
    undone.outcome = Outcome::kError;
    undone.lines = {fmt::format("not undone: {}", assessment.undo_failures)};
  }
  suite.Add(undone);
  int number = 0;
  for (const auto& [waiver, state] : assessment.waivers) {
    ++number;
    if (state != AssessedWaiver::State::kExpired) continue;
    suite.Add(
        {"waiver",
         "Waiver of " + waiver.target,
         fmt::format("no. {}", number),
         0,
         Outcome::kFailed,
         {fmt::format("not valid, last day {}, approved by {}: {}",
                      waiver.expires, waiver.approver, waiver.justification)}});
  }
  return suite;
}

std::vector<Suite> Suites(const Assessment& assessment) {
  std::vector<Suite> suites;
  int fr = -1;
  for (const AssessedRequirement& row : assessment.requirements) {
    if (row.fr != fr) {
      const auto index = static_cast<size_t>(row.fr - 1);
      suites.emplace_back(row.fr == 0
                              ? "Not in the catalogue"
                              : fmt::format("FR {} {}", row.fr,
                                            assessment.levels.at(index).title),
                          suites.empty() ? 0 : suites.back().written());
    }
    fr = row.fr;
    AddRow(assessment, row, suites.back());
  }
  Suite constraints("CCSC Common component security constraints",
                    suites.empty() ? 0 : suites.back().written());
  for (const AssessedConstraint& row : assessment.constraints) {
    constraints.Add({row.id,
                     row.title,
                     row.id,
                     0,
                     Outcome::kSkipped,
                     {fmt::format("{}: evidence by a person is outstanding",
                                  Name(row.verdict))}});
  }
  suites.push_back(std::move(constraints));
  suites.push_back(RunSuite(assessment, suites.back().written()));
  return suites;
}

}  // namespace

std::string RenderJunit(const Assessment& assessment, const RenderOptions&) {
  int cases = 0;
  double seconds = 0;
  std::map<Outcome, int> counts;
  std::string body;
  for (const Suite& suite : Suites(assessment)) {
    cases += suite.cases();
    seconds += suite.seconds();
    for (const Outcome outcome :
         {Outcome::kFailed, Outcome::kError, Outcome::kSkipped}) {
      counts[outcome] += suite.Count(outcome);
    }
    body += suite.Text();
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"IEC 62443-4-2 {}\" tests=\"{}\" failures=\"{}\" "
      "errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n{}</testsuites>\n",
      Xml(Cut(assessment.device().profile_name)), cases,
      counts[Outcome::kFailed], counts[Outcome::kError],
      counts[Outcome::kSkipped], seconds, body);
}

}  // namespace iec
