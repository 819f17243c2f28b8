// SPDX-License-Identifier: Apache-2.0
// OSCAL knows satisfied and not-satisfied. What is neither (an error, a test
// that did not report, evidence outstanding) is not satisfied for a reason
// that is "other", and says which; what does not apply has no finding.
#include "lib/report/oscal.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/base/text.h"
#include "lib/report/evidence.h"
#include "lib/report/layout.h"
#include "lib/report/markdown.h"
#include "lib/report/uuid.h"

namespace iec {
namespace {

using nlohmann::json;

// The oldest version that this document is valid in, so that more can read it.
constexpr char kOscalVersion[] = "1.1.3";
constexpr char kNameSpace[] = "https://lava-iec-security.example.org/ns/oscal";
constexpr size_t kLongest = 1000;

bool IsTokenCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

// What a schema's \s takes for one and SafeText() leaves as it is.
bool IsSpace(char32_t value) {
  return value == ' ' || value == 0xa0 || value == 0x1680 ||
         (value >= 0x2000 && value <= 0x200a) || value == 0x202f ||
         value == 0x205f || value == 0x3000;
}

// One line that is neither empty nor begins or ends with a space.
std::string Text(std::string_view text) {
  const std::string safe = Short(text, kLongest);
  size_t begin = safe.size();
  size_t end = 0;
  for (std::string_view rest = safe; !rest.empty();) {
    const size_t at = safe.size() - rest.size();
    const CodePoint point = TakeCodePoint(rest);
    if (IsSpace(point.value)) continue;
    begin = std::min(begin, at);
    end = at + point.bytes.size();
  }
  return end == 0 ? "-" : safe.substr(begin, end - begin);
}

// The same for a field that its readers take for Markdown.
std::string Markup(std::string_view text) { return MarkdownText(Text(text)); }

std::string Block(const std::vector<std::string>& lines) {
  return MarkdownBlock(lines.empty() ? "-" : Join(lines, "\n"));
}

std::string Moment(int64_t milliseconds, int64_t otherwise = 0) {
  if (milliseconds > 0 && IsMoment(milliseconds)) return Rfc3339(milliseconds);
  return Rfc3339(IsMoment(otherwise) ? otherwise : 0);
}

json Property(std::string_view name, std::string_view value) {
  return {{"name", name}, {"ns", kNameSpace}, {"value", Text(value)}};
}

json Properties(const Facts& facts) {
  json properties = json::array();
  for (const auto& [name, value] : facts) {
    properties.push_back(Property(name, value));
  }
  return properties;
}

// A file name as a reference: everything that has a meaning in one escaped.
std::string FileReference(std::string_view name) {
  std::string reference;
  for (const char c : name.substr(0, 300)) {
    if (IsTokenCharacter(c) || c == '/') {
      reference += c;
    } else {
      reference += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return reference.empty() ? "-" : reference;
}

json StatusOf(const AssessedRequirement& row) {
  const std::string remarks = Markup(fmt::format(
      "{}{}{}", Name(row.verdict), row.reason.empty() ? "" : ": ", row.reason));
  const char* state = "not-satisfied";
  const char* reason = "other";
  if (row.verdict == Verdict::kPass) {
    state = "satisfied";
    reason = "pass";
  } else if (row.verdict == Verdict::kFail || row.verdict == Verdict::kWaived) {
    reason = "fail";
  }
  return {{"state", state}, {"reason", reason}, {"remarks", remarks}};
}

class Document {
 public:
  explicit Document(const Assessment& assessment)
      : assessment_(assessment),
        // Names of everything in the document follow from the runs in it.
        root_(UuidV5(kUuidOfUrls, RootName(assessment))) {}

  std::string Render() {
    json document = {{"assessment-results",
                      {{"uuid", root_},
                       {"metadata", Metadata()},
                       {"import-ap", {{"href", "#" + Uuid("plan")}}},
                       {"results", json::array({ResultOf()})},
                       {"back-matter", {{"resources", Resources()}}}}}};
    return document.dump(2, ' ', /*ensure_ascii=*/true,
                         json::error_handler_t::replace) +
           "\n";
  }

 private:
  static std::string RootName(const Assessment& assessment) {
    std::string name = kNameSpace;
    for (const AssessedRun& run : assessment.runs) {
      name += "/" + run.plan.run;
    }
    return name;
  }

  std::string Uuid(std::string_view name) const { return UuidV5(root_, name); }
  std::string InputUuid(const AssessedRun& run) const {
    return Uuid("input/" + run.input);
  }

  int64_t Begin() const { return assessment_.runs.front().plan.started; }
  int64_t End() const {
    const AssessedRun& last = assessment_.runs.back();
    const int64_t end = last.summary ? last.summary->finished : 0;
    return std::max({Begin(), last.plan.started, end});
  }

  json Metadata() const {
    return {{"title", Markup("IEC 62443-4-2 assessment of " +
                             assessment_.device().profile_name)},
            {"last-modified", Moment(End())},
            {"version", "1.0"},
            {"oscal-version", kOscalVersion}};
  }

  json ResultOf() const {
    json controls = json::array();
    json findings = json::array();
    json observations = json::array();
    for (const AssessedRequirement& row : assessment_.requirements) {
      controls.push_back({{"control-id", ControlId(row.token)}});
      for (const size_t i : row.tests) {
        observations.push_back(Observation(assessment_.tests[i]));
      }
      if (row.verdict != Verdict::kNotApplicable) {
        findings.push_back(Finding(row));
      }
    }
    for (const AssessedConstraint& row : assessment_.constraints) {
      AssessedRequirement constraint;
      constraint.id = row.id;
      constraint.token = row.id;
      constraint.title = row.title;
      constraint.verdict = row.verdict;
      constraint.reason = "evidence by a person is outstanding";
      controls.push_back({{"control-id", ControlId(row.id)}});
      findings.push_back(Finding(constraint));
    }
    json result = {
        {"uuid", Uuid("result")},
        {"title",
         Markup(fmt::format("Target SL {}, reached SL {}", Targets(assessment_),
                            assessment_.reached))},
        {"description", Markup(assessment_.exit_reason)},
        {"start", Moment(Begin())},
        {"end", Moment(End())},
        {"props", ResultProperties()},
        {"reviewed-controls",
         {{"control-selections",
           json::array({{{"include-controls", std::move(controls)}}})}}},
        {"findings", std::move(findings)}};
    if (!observations.empty()) {
      result["observations"] = std::move(observations);
    }
    if (const std::string remarks = Remarks(); !remarks.empty()) {
      result["remarks"] = remarks;
    }
    return result;
  }

  json ResultProperties() const {
    json properties = json::array();
    for (const AssessedLevel& level : assessment_.levels) {
      if (assessment_.target_known) {
        properties.push_back(Property(fmt::format("fr-{}-target-sl", level.fr),
                                      std::to_string(level.target)));
      }
      properties.push_back(Property(fmt::format("fr-{}-reached-sl", level.fr),
                                    std::to_string(level.reached)));
    }
    return properties;
  }

  std::string Remarks() const {
    std::vector<std::string> lines = iec::Remarks(assessment_);
    for (const auto& [input, problem] : assessment_.problems) {
      lines.push_back(
          Short(fmt::format("{}:{}: {}", input, problem.line, problem.what),
                kLongest));
    }
    for (const auto& [waiver, state] : assessment_.waivers) {
      lines.push_back(
          Short(fmt::format("waiver of {} ({}), until {}, approved by {}: {}",
                            waiver.target, Name(state), waiver.expires,
                            waiver.approver, waiver.justification),
                kLongest));
    }
    return lines.empty() ? "" : Block(lines);
  }

  json Finding(const AssessedRequirement& row) const {
    json finding = {
        {"uuid", Uuid("finding/" + row.token)},
        {"title", Markup(row.id + ": " + row.title)},
        {"description",
         Markup(row.reason.empty() ? std::string(Name(row.verdict))
                                   : row.reason)},
        {"props", json::array({Property("verdict", Name(row.verdict))})},
        {"target",
         {{"type", "objective-id"},
          {"target-id", ControlId(row.token)},
          {"status", StatusOf(row)}}}};
    json related = json::array();
    for (const size_t i : row.tests) {
      related.push_back(
          {{"observation-uuid", ObservationUuid(assessment_.tests[i])}});
    }
    if (!related.empty()) finding["related-observations"] = std::move(related);
    return finding;
  }

  std::string ObservationUuid(const AssessedTest& test) const {
    return Uuid("observation/" + test.plan.id);
  }

  json Observation(const AssessedTest& test) const {
    const AssessedRun& run = assessment_.runs[test.run];
    json properties = Properties(TestFacts(assessment_, test));
    properties.push_back(Property("verdict", Name(test.verdict)));
    const json evidence = {{"href", "#" + InputUuid(run)},
                           {"description", Markup(Origin(assessment_, test))}};
    return {{"uuid", ObservationUuid(test)},
            {"title", Markup(test.plan.title)},
            {"description", Block(EvidenceLines(test))},
            {"methods", json::array({"TEST"})},
            {"types", json::array({"control-objective"})},
            {"props", std::move(properties)},
            {"relevant-evidence", json::array({evidence})},
            // Of a test that did not report: the run that left it out.
            {"collected", Moment(test.record.started, run.plan.started)}};
  }

  json Resources() const {
    json resources = json::array();
    resources.push_back(
        {{"uuid", Uuid("plan")},
         {"title", Markup("The plan of iec-runner for " +
                          assessment_.device().profile_name)},
         {"description", "What was tested is in the record of each run."}});
    std::vector<std::string> known;
    for (const AssessedRun& run : assessment_.runs) {
      const std::string uuid = InputUuid(run);
      if (std::find(known.begin(), known.end(), uuid) != known.end()) continue;
      known.push_back(uuid);
      resources.push_back(
          {{"uuid", uuid},
           {"title", Markup(run.input)},
           {"props", Properties(RunFacts(run))},
           {"rlinks", json::array({{{"href", FileReference(run.input)}}})}});
    }
    return resources;
  }

  const Assessment& assessment_;
  const std::string root_;
};

}  // namespace

std::string ControlId(std::string_view token) {
  std::string id;
  for (const std::string& part : Split(Lower(token.substr(0, 100)), '_')) {
    if (part == "re") {
      id += ".re-";
    } else if (id.empty() || id.ends_with('-')) {
      id += part;
    } else {
      const bool after_word = id.find('-') == std::string::npos;
      id += (after_word ? "-" : ".") + part;
    }
  }
  std::replace_if(
      id.begin(), id.end(), [](char c) { return !IsTokenCharacter(c); }, '-');
  const bool letter = !id.empty() && id[0] >= 'a' && id[0] <= 'z';
  return letter ? id : "_" + id;
}

std::string RenderOscal(const Assessment& assessment, const RenderOptions&) {
  return Document(assessment).Render();
}

}  // namespace iec
