// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <nlohmann/json.hpp>

#include "lib/base/text.h"
#include "lib/report/render.h"
#include "lib/report/safe_json.h"

namespace iec {
namespace {

using nlohmann::json;

json Number(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}

json Counts(const std::map<Verdict, int>& counts) {
  json object = json::object();
  for (const auto& [verdict, count] : counts) {
    object[std::string(Name(verdict))] = count;
  }
  return object;
}

json Moment(int64_t milliseconds) {
  return milliseconds == 0 ? json() : json(Rfc3339(milliseconds));
}

json JobOf(const std::optional<JobRecord>& job) {
  if (!job) return nullptr;
  return {{"device", job->device},
          {"device_type", job->device_type},
          {"error_message", job->error_message},
          {"error_type", job->error_type},
          {"finished", Moment(job->finished)},
          {"health", job->health},
          {"id", job->id},
          {"image_sha256", job->image_sha256},
          {"name", job->name},
          {"started", Moment(job->started)},
          {"submitted", Moment(job->submitted)},
          {"url", job->url}};
}

json LinesOf(const LineRange& lines) {
  if (lines.first == 0) return nullptr;
  return {{"first", lines.first}, {"last", lines.last}};
}

json Run(const AssessedRun& run) {
  json object = {{"component_type", run.plan.component_type},
                 {"input", run.input},
                 {"interrupted", false},
                 {"job", JobOf(run.job)},
                 {"kernel", run.plan.kernel},
                 {"lane", run.plan.lane},
                 {"machine", run.plan.machine},
                 {"planned", run.plan.tests.size()},
                 {"profile_name", run.plan.profile_name},
                 {"profile_sha256", run.plan.profile_sha256},
                 {"recorded", run.recorded},
                 {"run", run.plan.run},
                 {"runner_commit", run.plan.runner_commit},
                 {"runner_version", run.plan.runner_version},
                 {"seconds", nullptr},
                 {"selection", run.plan.selection},
                 {"signed", run.verified},
                 {"started", Moment(run.plan.started)},
                 {"system", run.plan.system},
                 {"torn_off", run.recorded && !run.summary.has_value()}};
  if (run.summary) {
    object["interrupted"] = run.summary->interrupted;
    object["seconds"] = Number(run.summary->seconds);
  }
  return object;
}

json LeftOutOf(const LeftOut& test) {
  return {{"id", test.id},
          {"requirement", test.requirement},
          {"reason", test.reason}};
}

json Requirement(const Assessment& assessment, const AssessedRequirement& row) {
  json tests = json::array();
  for (const size_t i : row.tests) {
    tests.push_back(assessment.tests[i].plan.id);
  }
  json left_out = json::array();
  for (const LeftOut& test : row.left_out) left_out.push_back(test.id);
  return {{"demanded", row.demanded},
          {"fr", row.fr},
          {"id", row.id},
          {"left_out", left_out},
          {"reason", row.reason},
          {"sl_c", row.sl_c},
          {"tests", tests},
          {"title", row.title},
          {"token", row.token},
          {"verdict", Name(row.verdict)}};
}

json CheckOf(const Check& check) {
  return {{"expected", check.expected},
          {"found", check.found},
          {"holds", check.holds},
          {"kind", Name(check.kind)},
          {"where", check.where}};
}

json Test(const Assessment& assessment, const AssessedTest& test) {
  json checks = json::array();
  for (const Check& check : test.record.checks) {
    checks.push_back(CheckOf(check));
  }
  json measurements = json::array();
  for (const Measurement& measurement : test.record.measurements) {
    measurements.push_back({{"name", measurement.name},
                            {"unit", measurement.unit},
                            {"value", Number(measurement.value)}});
  }
  const bool arrived = test.verdict != Verdict::kMissing;
  return {
      {"checks", checks},
      {"id", test.plan.id},
      {"lines", LinesOf(test.lines)},
      {"measurements", measurements},
      {"process_starts", arrived ? json(test.record.process_starts) : json()},
      {"reason", test.reason},
      {"reported", arrived ? json(Name(test.record.verdict)) : json()},
      {"requirement", test.plan.requirement},
      {"run", assessment.runs[test.run].plan.run},
      {"seconds", arrived ? Number(test.record.seconds) : json()},
      {"started", arrived ? Moment(test.record.started) : json()},
      {"title", test.plan.title},
      {"undo_failures", test.record.undo_failures},
      {"verdict", Name(test.verdict)},
      {"waiver", test.waiver}};
}

json WaiverOf(const AssessedWaiver& assessed) {
  return {{"approver", assessed.waiver.approver},
          {"expires", assessed.waiver.expires},
          {"justification", assessed.waiver.justification},
          {"state", Name(assessed.state)},
          {"target", assessed.waiver.target}};
}

template <typename T, typename Function>
json Array(const std::vector<T>& items, Function to_json) {
  json array = json::array();
  for (const T& item : items) array.push_back(to_json(item));
  return array;
}

}  // namespace

std::string RenderJson(const Assessment& assessment, const RenderOptions&) {
  const auto constraint = [](const AssessedConstraint& row) -> json {
    return {
        {"id", row.id}, {"title", row.title}, {"verdict", Name(row.verdict)}};
  };
  const auto level = [](const AssessedLevel& row) -> json {
    return {{"fr", row.fr},
            {"title", row.title},
            {"target", row.target},
            {"reached", row.reached}};
  };
  const auto problem = [](const InputProblem& row) -> json {
    return {{"input", row.input},
            {"line", row.problem.line},
            {"what", row.problem.what}};
  };
  const json report = {
      {"schema", "iec-report/1"},
      {"standard", "IEC 62443-4-2"},
      {"constraints", Array(assessment.constraints, constraint)},
      {"deviations", assessment.deviations},
      {"exit_reason", assessment.exit_reason},
      {"exit_status", assessment.exit_status},
      {"judged_by", assessment.judged_by},
      {"left_out", Array(assessment.left_out, LeftOutOf)},
      {"levels", Array(assessment.levels, level)},
      {"notes", assessment.notes},
      {"partial", assessment.partial},
      {"problems", Array(assessment.problems, problem)},
      {"reached", assessment.reached},
      {"requirement_counts", Counts(assessment.requirement_counts)},
      {"requirements", Array(assessment.requirements,
                             [&](const AssessedRequirement& row) {
                               return Requirement(assessment, row);
                             })},
      {"runs", Array(assessment.runs, Run)},
      {"target", assessment.target},
      {"target_known", assessment.target_known},
      {"test_counts", Counts(assessment.test_counts)},
      {"tests",
       Array(assessment.tests,
             [&](const AssessedTest& test) { return Test(assessment, test); })},
      {"undo_failures", assessment.undo_failures},
      {"waivers", Array(assessment.waivers, WaiverOf)},
      {"warnings", assessment.warnings}};
  return SafeJson(report);
}

}  // namespace iec
