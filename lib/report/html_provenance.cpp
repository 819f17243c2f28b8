// SPDX-License-Identifier: Apache-2.0
// Where each result comes from, and what its shapes mean.
#include <fmt/format.h>

#include "lib/base/text.h"
#include "lib/report/html_icons.h"
#include "lib/report/html_sections.h"
#include "lib/report/html_text.h"

namespace iec {
namespace {

// Terms and their HTML; what was not said is named as such.
class Facts {
 public:
  void Add(std::string_view term, const std::string& html) {
    out_ += fmt::format(
        "<div><dt>{}</dt><dd>{}</dd></div>\n", term,
        html.empty() ? "<span class=\"quiet\">not said</span>" : html);
  }
  void AddText(std::string_view term, std::string_view text) {
    Add(term, HtmlText(text));
  }
  void AddCode(std::string_view term, std::string_view text) {
    Add(term, text.empty() ? "" : "<code>" + HtmlText(text) + "</code>");
  }
  void AddMoment(std::string_view term, int64_t moment) {
    Add(term, moment == 0 ? "" : HtmlMoment(moment));
  }
  std::string Render() const {
    return "<dl class=\"facts\">\n" + out_ + "</dl>\n";
  }

 private:
  std::string out_;
};

std::string Targets(const std::vector<int>& targets) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < targets.size(); ++i) {
    parts.push_back(fmt::format("FR {} SL {}", i + 1, targets[i]));
  }
  return Join(parts, ", ");
}

std::string End(const AssessedRun& run) {
  if (!run.recorded) return {};
  if (!run.summary) return "<b>torn off</b>: its end was not recorded";
  return fmt::format("{}, after {}{}", HtmlMoment(run.summary->finished),
                     HtmlDuration(run.summary->seconds),
                     run.summary->interrupted ? ", <b>interrupted</b>" : "");
}

std::string RunFacts(const AssessedRun& run) {
  const PlanRecord& plan = run.plan;
  Facts facts;
  facts.AddCode("Read from", run.input);
  facts.Add("Record",
            !run.recorded  ? "<b>none arrived</b>: results as a lab kept them"
            : run.verified ? "signed: each line checked by HMAC-SHA-256"
                           : "checked by CRC-32 against accidents, not signed");
  facts.AddMoment("Started", plan.started);
  facts.Add("Ended", End(run));
  facts.Add("Planned", HtmlCounted(plan.tests.size(), "test") + ", " +
                           HtmlCounted(plan.left_out.size(), "test") +
                           " left out");
  facts.AddText("Selection", plan.selection.empty()
                                 ? "the whole suite"
                                 : Join(plan.selection, ", "));
  facts.AddText("iec-runner", plan.runner_version);
  facts.AddCode("Commit", plan.runner_commit);
  facts.AddText("Lane", plan.lane);
  facts.AddText("System", plan.system);
  facts.AddText("Kernel", plan.kernel);
  facts.AddText("Machine", plan.machine);
  facts.AddText("Profile", plan.profile_name);
  facts.AddCode("Profile SHA-256", plan.profile_sha256);
  facts.AddText("Component type", plan.component_type);
  facts.AddText("Target levels", Targets(plan.target_levels));
  return facts.Render();
}

std::string JobFacts(const std::optional<JobRecord>& job) {
  if (!job) return "<p class=\"quiet\">No LAVA job was named.</p>\n";
  Facts facts;
  facts.AddText("LAVA job", job->id);
  facts.Add("Address", HtmlLink(job->url));
  facts.AddText("Description", job->name);
  facts.AddText("Device", job->device);
  facts.AddText("Device type", job->device_type);
  facts.AddText("Health", job->health);
  if (!job->error_type.empty() || !job->error_message.empty()) {
    facts.AddText("Error", job->error_type + ": " + job->error_message);
  }
  facts.AddCode("Image SHA-256", job->image_sha256);
  facts.AddMoment("Submitted", job->submitted);
  facts.AddMoment("Job started", job->started);
  facts.AddMoment("Job ended", job->finished);
  return facts.Render();
}

}  // namespace

HtmlSection HtmlProvenance(const Assessment& assessment) {
  std::string body;
  for (const AssessedRun& run : assessment.runs) {
    body +=
        fmt::format("<h3>Run <code>{}</code></h3>\n", HtmlText(run.plan.run));
    body += RunFacts(run) + JobFacts(run.job);
  }
  return {"provenance", "Provenance",
          assessment.runs.size() > 1
              ? std::optional<size_t>(assessment.runs.size())
              : std::nullopt,
          body};
}

HtmlSection HtmlLegend() {
  HtmlTable table("legend", "The verdicts", {"Verdict", "Meaning"});
  for (const Verdict verdict : VerdictsByUrgency()) {
    table.AddRow({HtmlBadge(verdict), std::string(HtmlMeaning(verdict))});
  }
  return {
      "legend", "How to read this report", std::nullopt,
      "<p class=\"lead\">One failed test fails its requirement; then error, "
      "missing, waived and manual count, in this order. Nothing absent "
      "counts as a pass. A <i>control</i> is the allowed way: where it "
      "does not work, a refusal proves nothing, and the verdict is error. "
      "<span class=\"unseen\">\\x1b</span> marks a character of the "
      "device that could not be shown or that would hide "
      "something.</p>\n" +
          table.Render()};
}

}  // namespace iec
