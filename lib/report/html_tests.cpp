// SPDX-License-Identifier: Apache-2.0
// Each test with everything that it recorded.
#include <fmt/format.h>

#include <algorithm>

#include "lib/report/html_icons.h"
#include "lib/report/html_sections.h"
#include "lib/report/html_text.h"
#include "lib/report/job.h"

namespace iec {
namespace {

// One row: there are so many that each byte of markup counts.
std::string Row(const Check& check) {
  const bool control = check.kind == Check::Kind::kControl;
  const Verdict like = check.holds ? Verdict::kPass
                       : control   ? Verdict::kError
                                   : Verdict::kFail;
  const bool note = check.kind == Check::Kind::kNote;
  return fmt::format(
      "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"{}\">{}{}</td>"
      "<td>{}</td></tr>\n",
      HtmlText(check.expected), HtmlText(check.found), HtmlVerdictClass(like),
      note ? "noted"
           : fmt::format("<b>{}{}</b>", HtmlIcon(like),
                         check.holds ? "holds" : "does not hold"),
      control ? " <i>control</i>" : "", HtmlText(check.where));
}

std::string Checks(const AssessedTest& test) {
  if (test.record.checks.empty()) return "<p>It recorded no check.</p>\n";
  std::string rows;
  for (const Check& check : test.record.checks) rows += Row(check);
  return fmt::format(
      "<table class=\"checks\">\n<caption class=\"spoken\">Checks of "
      "{}</caption>\n<thead><tr><th scope=\"col\">Expected</th><th "
      "scope=\"col\">Found</th><th scope=\"col\">Outcome</th><th "
      "scope=\"col\">Where</th></tr></thead>\n<tbody>\n{}</tbody>\n</table>\n",
      HtmlText(test.plan.id), rows);
}

std::string Measurements(const AssessedTest& test) {
  if (test.record.measurements.empty()) return {};
  std::string out = "<ul class=\"measurements\">\n";
  for (const Measurement& measurement : test.record.measurements) {
    out +=
        fmt::format("<li>{}: <b>{}</b> {}</li>\n", HtmlText(measurement.name),
                    measurement.value, HtmlText(measurement.unit));
  }
  return out + "</ul>\n";
}

// What its record says, as opposed to what was made of it.
std::string Origin(const AssessedTest& test, const Assessment& assessment) {
  const AssessedRun& run = assessment.runs[test.run];
  std::string out =
      fmt::format("Run <code>{}</code>, {}", HtmlText(run.plan.run),
                  HtmlPlace(test, assessment));
  if (run.job && !run.job->id.empty()) {
    out += ", " + HtmlText(JobName(*run.job));
  }
  if (test.verdict != Verdict::kMissing) {
    if (test.record.started != 0) {
      out += ", started " + HtmlMoment(test.record.started);
    }
    out += ", " + HtmlCounted(static_cast<size_t>(std::max<int64_t>(
                                  test.record.process_starts, 0)),
                              "program start");
    if (test.record.verdict != test.verdict) {
      out +=
          fmt::format(", reported as <b>{}</b>", HtmlWord(test.record.verdict));
    }
  }
  return "<p class=\"meta\">" + out + ".</p>\n";
}

std::string Evidence(const AssessedTest& test, const Assessment& assessment) {
  const auto failed = static_cast<size_t>(
      std::count_if(test.record.checks.begin(), test.record.checks.end(),
                    [](const Check& check) {
                      return !check.holds && check.kind != Check::Kind::kNote;
                    }));
  std::string summary =
      "Evidence: " + HtmlCounted(test.record.checks.size(), "check");
  if (failed > 0) {
    summary += fmt::format(", {} of them {} not hold", failed,
                           failed == 1 ? "does" : "do");
  }
  std::string undo;
  for (const std::string& failure : test.record.undo_failures) {
    undo += "<p class=\"v-fail\"><b>Not undone:</b> " + HtmlText(failure) +
            "</p>\n";
  }
  return fmt::format(
      "<details{}>\n<summary>{}<span class=\"spoken\"> of {}</span></summary>\n"
      "{}{}{}{}</details>\n",
      IsFinding(test) ? " open" : "", summary, HtmlText(test.plan.id),
      Checks(test), Measurements(test), undo, Origin(test, assessment));
}

std::string Test(const AssessedTest& test, const AssessedRequirement& row,
                 const Assessment& assessment) {
  std::string out = fmt::format(
      "<article class=\"test\" id=\"{}\" data-verdict=\"{}\" data-fr=\"{}\" "
      "data-sl=\"{}\">\n<h4>{} {}</h4>\n",
      HtmlTestAnchor(test), Name(test.verdict), row.fr, row.sl_c,
      HtmlBadge(test.verdict), HtmlText(test.plan.title));
  out += fmt::format(
      "<p class=\"meta\"><a href=\"#{}\">{}</a> "
      "<code>{}</code>{}</p>\n",
      HtmlRequirementAnchor(row.token), HtmlText(row.id),
      HtmlText(test.plan.id),
      test.verdict == Verdict::kMissing
          ? ""
          : " " + HtmlDuration(test.record.seconds));
  if (!test.reason.empty()) {
    out += "<p class=\"why\">" + HtmlText(test.reason) + "</p>\n";
  }
  if (!test.waiver.empty()) {
    out += "<p class=\"why\">Waiver: " + HtmlText(test.waiver) + "</p>\n";
  }
  return out + Evidence(test, assessment) + "</article>\n";
}

std::string Group(const std::string& title, int fr,
                  const Assessment& assessment) {
  std::string tests;
  for (const AssessedRequirement& row : assessment.requirements) {
    if (row.fr != fr) continue;
    for (const size_t index : row.tests) {
      tests += Test(assessment.tests[index], row, assessment);
    }
  }
  if (tests.empty()) return {};
  return fmt::format(
      "<div class=\"group\" data-group>\n<h3>{}</h3>\n{}</div>\n", title,
      tests);
}

}  // namespace

HtmlSection HtmlTests(const Assessment& assessment) {
  std::string body;
  for (const AssessedLevel& level : assessment.levels) {
    body += Group(fmt::format("FR {} {}", level.fr, HtmlText(level.title)),
                  level.fr, assessment);
  }
  body += Group("Not in the catalogue", 0, assessment);
  if (body.empty()) body = "<p class=\"lead\">No test was planned.</p>\n";
  return {"tests", "Tests", assessment.tests.size(), body};
}

}  // namespace iec
