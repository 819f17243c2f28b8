// SPDX-License-Identifier: Apache-2.0
// The head of the page: the outcome before anything else.
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/exit_status.h"
#include "lib/base/text.h"
#include "lib/report/html_icons.h"
#include "lib/report/html_sections.h"
#include "lib/report/html_text.h"
#include "lib/report/job.h"

namespace iec {
namespace {

struct Outcome {
  Verdict like;  // whose shape and colour it has
  std::string_view word;
  std::string reason;  // in place of that of the assessment
};

Outcome OutcomeOf(const Assessment& assessment) {
  const auto waived = assessment.test_counts.find(Verdict::kWaived);
  switch (assessment.exit_status) {
    case kExitPass:
      if (waived != assessment.test_counts.end() && waived->second > 0) {
        return {Verdict::kWaived, "Nothing failed that is not waived",
                HtmlCounted(static_cast<size_t>(waived->second), "test") +
                    " waived; no planned result is missing"};
      }
      return {Verdict::kPass, "Nothing failed", "No planned result is missing"};
    case kExitFinding:
      return {Verdict::kFail, "Failed", ""};
    default:
      return {Verdict::kError, "Incomplete", ""};
  }
}

std::string Device(const PlanRecord& plan) {
  std::vector<std::string> parts;
  if (!plan.system.empty()) parts.push_back(HtmlText(plan.system));
  if (!plan.kernel.empty()) parts.push_back("kernel " + HtmlText(plan.kernel));
  if (!plan.machine.empty()) parts.push_back(HtmlText(plan.machine));
  if (!plan.lane.empty()) parts.push_back("lane " + HtmlText(plan.lane));
  std::string out = Join(parts, ", ");
  if (plan.started != 0) {
    if (!out.empty()) out += "<br>\n";
    out += "Run of " + HtmlMoment(plan.started);
  }
  return out.empty() ? "" : "<p class=\"device\">" + out + "</p>\n";
}

std::string LevelCard(const Assessment& assessment) {
  if (!assessment.target_known) {
    return fmt::format(
        "<div class=\"card {}\"><p class=\"big\">{}SL {} <span "
        "class=\"of\">of an unknown target</span></p>\n"
        "<p>Lowest security level of the seven foundational requirements; no "
        "plan and no profile says what they have to reach.</p></div>\n",
        HtmlVerdictClass(Verdict::kNotCovered), HtmlIcon(Verdict::kNotCovered),
        assessment.reached);
  }
  const auto met = std::count_if(
      assessment.levels.begin(), assessment.levels.end(),
      [](const AssessedLevel& level) { return level.reached >= level.target; });
  const Verdict like =
      met == std::ssize(assessment.levels) ? Verdict::kPass : Verdict::kFail;
  return fmt::format(
      "<div class=\"card {}\"><p class=\"big\">{}SL {} <span class=\"of\">of "
      "target SL {}</span></p>\n"
      "<p>Lowest security level of the seven foundational requirements; {} of "
      "{} meet their target.</p></div>\n",
      HtmlVerdictClass(like), HtmlIcon(like), assessment.reached,
      assessment.target, met, assessment.levels.size());
}

std::string OutcomeBox(const Assessment& assessment) {
  const Outcome outcome = OutcomeOf(assessment);
  return fmt::format(
      "<div class=\"outcome\">\n"
      "<div class=\"card {}\"><p class=\"big\">{}{}</p>\n"
      "<p>{}. <span class=\"quiet\">Exit status {}.</span></p></div>\n"
      "{}</div>\n",
      HtmlVerdictClass(outcome.like), HtmlIcon(outcome.like), outcome.word,
      HtmlText(outcome.reason.empty() ? assessment.exit_reason
                                      : outcome.reason),
      assessment.exit_status, LevelCard(assessment));
}

// A bar of the shares for the eye, and the numbers themselves.
std::string Tally(std::string_view noun, const std::map<Verdict, int>& counts) {
  int all = 0;
  for (const auto& [verdict, count] : counts) all += count;
  std::string bar;
  std::string words;
  int before = 0;
  for (const Verdict verdict : VerdictsByUrgency()) {
    const auto found = counts.find(verdict);
    if (found == counts.end() || found->second == 0) continue;
    const int begin = 1000 * before / all;
    before += found->second;
    const int width = std::max(1000 * before / all - begin - 3, 2);
    bar +=
        fmt::format("<rect class=\"{}\" x=\"{}\" width=\"{}\" height=\"10\"/>",
                    HtmlVerdictClass(verdict), begin, width);
    words += fmt::format("<li class=\"{}\">{}<b>{}</b> {}</li>",
                         HtmlVerdictClass(verdict), HtmlIcon(verdict),
                         found->second, HtmlWord(verdict));
  }
  return fmt::format(
      "<div class=\"tally\">\n<p><b>{}</b></p>\n"
      "<svg class=\"bar\" viewBox=\"0 0 1000 10\" "
      "preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\">{}</svg>\n<ul>{}</ul>\n</div>\n",
      HtmlCounted(static_cast<size_t>(all), noun), bar,
      words.empty() ? "<li>none</li>" : words);
}

// A failure of the laboratory is none of the device, and says nothing of it.
std::string JobTrouble(const AssessedRun& run) {
  const std::string fault = run.job ? JobFault(*run.job) : "";
  if (fault.empty()) return {};
  return fmt::format(
      "<b>{}</b> {}: what it did not reach says nothing of the device",
      HtmlText(JobName(*run.job)), HtmlText(fault));
}

std::string Doubts(const Assessment& assessment) {
  std::vector<std::string> items;
  if (!assessment.partial.empty()) {
    items.push_back("<b>Part only</b>: " + HtmlText(assessment.partial));
  }
  if (!assessment.judged_by.empty()) {
    items.push_back("<b>Targets and waivers</b> from " +
                    HtmlText(assessment.judged_by));
  }
  for (const AssessedRun& run : assessment.runs) {
    if (std::string text = JobTrouble(run); !text.empty()) {
      items.push_back(std::move(text));
    }
  }
  if (assessment.undo_failures > 0) {
    items.push_back(fmt::format(
        "<a href=\"#findings\">{} not undone</a>: the device is not as it was",
        HtmlCounted(static_cast<size_t>(assessment.undo_failures), "change")));
  }
  if (!assessment.problems.empty()) {
    items.push_back(
        fmt::format("<a href=\"#problems\">{} in the input</a>",
                    HtmlCounted(assessment.problems.size(), "problem")));
  }
  if (!assessment.warnings.empty()) {
    items.push_back(
        fmt::format("<a href=\"#warnings\">{}</a>",
                    HtmlCounted(assessment.warnings.size(), "warning")));
  }
  if (items.empty()) return {};
  std::string out = "<ul class=\"doubts\">\n";
  for (const std::string& item : items) out += "<li>" + item + "</li>\n";
  return out + "</ul>\n";
}

}  // namespace

std::string HtmlOverview(const Assessment& assessment) {
  const PlanRecord& plan = assessment.device();
  std::string out = fmt::format(
      "<p class=\"eyebrow\">IEC 62443-4-2 assessment</p>\n"
      "<h1>{} <span>{} component</span></h1>\n",
      plan.profile_name.empty() ? "Device without a record"
                                : HtmlText(plan.profile_name),
      HtmlText(plan.component_type));
  out += Device(plan);
  out += OutcomeBox(assessment);
  out += Doubts(assessment);
  out += "<div class=\"tallies\">\n";
  out += Tally("requirement", assessment.requirement_counts);
  out += Tally("test", assessment.test_counts);
  return out + "</div>\n";
}

}  // namespace iec
