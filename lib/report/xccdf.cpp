// SPDX-License-Identifier: Apache-2.0
#include "lib/report/xccdf.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <sstream>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"
#include "lib/report/evidence.h"

namespace iec {
namespace {

constexpr char kStandard[] = "urn:iec:std:iec:62443-4-2:2019";
constexpr char kCheckSystem[] = "urn:lava-iec-security:iec-runner";
constexpr int kLevels = 4;
constexpr size_t kLongest = 1000;
constexpr size_t kLongestName = 100;

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

// Names in XCCDF 1.2 say whose they are and what. Of two that differ the ids
// do: what is no name as it stands has its digest behind it.
std::string Id(std::string_view kind, std::string_view name) {
  std::string id(name.substr(0, kLongestName));
  std::replace_if(
      id.begin(), id.end(), [](char c) { return !IsNameCharacter(c); }, '_');
  if (id != name) id += "." + Sha256Hex(name).substr(0, 16);
  return fmt::format("xccdf_org.lava-iec-security_{}_{}", kind, id);
}

pugi::xml_node Add(pugi::xml_node parent, const char* name,
                   std::string_view text = {}) {
  pugi::xml_node node = parent.append_child(name);
  if (!text.empty()) node.text().set(Short(text, kLongest).c_str());
  return node;
}

void Set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(Short(value, kLongest).c_str());
}

std::string Moment(int64_t milliseconds) {
  return Rfc3339(IsMoment(milliseconds) ? milliseconds : 0);
}

// What the lowest levels demand is missed the most.
std::string_view Severity(int sl_c) {
  if (sl_c == 0) return "unknown";
  return sl_c == 1 ? "high" : sl_c == 2 ? "medium" : "low";
}

void AddCheck(pugi::xml_node parent, std::string_view name) {
  pugi::xml_node check = Add(parent, "check");
  Set(check, "system", kCheckSystem);
  pugi::xml_node content = Add(check, "check-content-ref");
  Set(content, "href", "iec-runner");
  Set(content, "name", name);
}

void AddProfile(pugi::xml_node benchmark, const std::string& name,
                const std::string& title,
                const std::vector<std::string>& tokens) {
  pugi::xml_node profile = Add(benchmark, "Profile");
  Set(profile, "id", Id("profile", name));
  Add(profile, "title", title);
  for (const std::string& token : tokens) {
    pugi::xml_node select = Add(profile, "select");
    Set(select, "idref", Id("rule", token));
    Set(select, "selected", "true");
  }
}

void AddProfiles(const Assessment& assessment, pugi::xml_node benchmark) {
  std::vector<std::string> demanded;
  for (const AssessedRequirement& row : assessment.requirements) {
    if (row.demanded) demanded.push_back(row.token);
  }
  AddProfile(benchmark, "target",
             "What this device has to meet: SL " + Targets(assessment),
             demanded);
  const auto type = ParseComponentType(assessment.device().component_type);
  for (int sl = 1; type && sl <= kLevels; ++sl) {
    std::vector<std::string> tokens;
    for (const Requirement* requirement : Required(*type, sl)) {
      tokens.push_back(Token(*requirement));
    }
    AddProfile(
        benchmark, fmt::format("sl-{}", sl),
        fmt::format("SL-C {} of a component of type {}", sl, Name(*type)),
        tokens);
  }
}

struct Rule {
  std::string id;
  std::string token;
  std::string title;
  int fr = 0;
  int sl_c = 0;
  std::string summary;
};

// The whole catalogue, and what was tested beside it.
std::vector<Rule> Rules(const Assessment& assessment) {
  std::vector<Rule> rules;
  for (const Requirement& requirement : Requirements()) {
    rules.push_back({std::string(requirement.id), Token(requirement),
                     std::string(requirement.title), requirement.fr,
                     requirement.sl_c, std::string(requirement.summary)});
  }
  for (const AssessedRequirement& row : assessment.requirements) {
    if (row.fr != 0) continue;
    rules.push_back({row.id, row.token, row.title, 0, 0, ""});
  }
  std::stable_sort(
      rules.begin(), rules.end(), [](const auto& a, const auto& b) {
        return (a.fr + 7) % 8 < (b.fr + 7) % 8;  // those of no FR come last
      });
  return rules;
}

void AddRule(const Rule& rule, pugi::xml_node group) {
  pugi::xml_node node = Add(group, "Rule");
  Set(node, "id", Id("rule", rule.token));
  Set(node, "selected", "false");
  Set(node, "severity", Severity(rule.sl_c));
  Add(node, "title", rule.id + ": " + rule.title);
  if (!rule.summary.empty()) Add(node, "description", rule.summary);
  Set(Add(node, "reference", rule.id), "href", kStandard);
  Set(Add(node, "ident", rule.id), "system", kStandard);
  AddCheck(node, rule.token);
}

void AddGroups(const Assessment& assessment, const std::vector<Rule>& rules,
               pugi::xml_node benchmark) {
  pugi::xml_node group;
  int fr = -1;
  for (const Rule& rule : rules) {
    if (rule.fr != fr) {
      group = Add(benchmark, "Group");
      Set(group, "id", Id("group", fmt::format("fr-{}", rule.fr)));
      Add(group, "title", FrTitle(assessment, rule.fr));
      fr = rule.fr;
    }
    AddRule(rule, group);
  }
}

void AddMessages(const Assessment& assessment, const AssessedRequirement& row,
                 pugi::xml_node result) {
  const auto add = [&](std::string_view severity, std::string_view text) {
    Set(Add(result, "message", text), "severity", severity);
  };
  add("info", fmt::format("{}{}{}", Name(row.verdict),
                          row.reason.empty() ? "" : ": ", row.reason));
  for (const size_t i : row.tests) {
    const AssessedTest& test = assessment.tests[i];
    const bool fine = test.verdict == Verdict::kPass ||
                      test.verdict == Verdict::kNotApplicable;
    add("info",
        fmt::format("{} ({})", test.plan.title, Origin(assessment, test)));
    for (const std::string& line : EvidenceLines(test)) {
      add(fine ? "info" : "error", line);
    }
  }
}

void AddRuleResults(const Assessment& assessment,
                    const std::vector<Rule>& rules, pugi::xml_node results) {
  std::map<std::string, const AssessedRequirement*> rows;
  for (const AssessedRequirement& row : assessment.requirements) {
    rows.emplace(row.token, &row);
  }
  for (const Rule& rule : rules) {
    const auto found = rows.find(rule.token);
    pugi::xml_node result = Add(results, "rule-result");
    Set(result, "idref", Id("rule", rule.token));
    Set(result, "severity", Severity(rule.sl_c));
    if (found == rows.end()) {
      Add(result, "result", "notselected");
    } else {
      const AssessedRequirement& row = *found->second;
      if (!row.tests.empty()) {
        const AssessedTest& test = assessment.tests[row.tests.front()];
        const int64_t started = test.record.started;
        if (started > 0 && IsMoment(started)) {
          Set(result, "time", Rfc3339(started));
        }
      }
      Add(result, "result", XccdfResult(row.verdict));
      Set(Add(result, "ident", rule.id), "system", kStandard);
      AddMessages(assessment, row, result);
    }
    AddCheck(result, rule.token);
  }
}

// Remarks would be their place, but OpenSCAP does not know them.
void AddFacts(const Assessment& assessment, pugi::xml_node results) {
  pugi::xml_node facts = Add(results, "target-facts");
  const auto add = [&](const std::string& name, std::string_view value) {
    pugi::xml_node fact = Add(facts, "fact", value);
    Set(fact, "name", "urn:lava-iec-security:fact:" + name);
    Set(fact, "type", "string");
  };
  add("result", assessment.exit_reason);
  const std::vector<std::string> remarks = Remarks(assessment);
  for (size_t i = 0; i < remarks.size(); ++i) {
    add(fmt::format("remark:{}", i + 1), remarks[i]);
  }
  for (size_t i = 0; i < assessment.problems.size(); ++i) {
    const auto& [input, problem] = assessment.problems[i];
    add(fmt::format("problem:{}", i + 1),
        fmt::format("{}:{}: {}", input, problem.line, problem.what));
  }
  for (size_t i = 0; i < assessment.runs.size(); ++i) {
    for (const auto& [name, value] : RunFacts(assessment.runs[i])) {
      add(fmt::format("run:{}:{}", i + 1, name), value);
    }
  }
}

void AddScore(pugi::xml_node results, const char* system, int value,
              int maximum) {
  pugi::xml_node score = Add(results, "score", std::to_string(value));
  Set(score, "system", system);
  // XCCDF divides by it.
  Set(score, "maximum", std::to_string(std::max(maximum, 1)));
}

// As XCCDF counts it: what has a result that is one.
void AddScores(const Assessment& assessment, pugi::xml_node results) {
  int passed = 0;
  int all = 0;
  for (const AssessedRequirement& row : assessment.requirements) {
    const std::string_view result = XccdfResult(row.verdict);
    passed += result == "pass" ? 1 : 0;
    all += result == "notapplicable" || result == "notchecked" ? 0 : 1;
  }
  AddScore(results, "urn:xccdf:scoring:flat-unweighted", passed, all);
  AddScore(results, "urn:lava-iec-security:scoring:sl-reached",
           assessment.reached, kLevels);
}

// From the first run to the end of the last.
std::pair<int64_t, int64_t> Times(const Assessment& assessment) {
  const int64_t begin = assessment.runs.front().plan.started;
  const AssessedRun& last = assessment.runs.back();
  const int64_t end = last.summary ? last.summary->finished : 0;
  return {begin, std::max({begin, last.plan.started, end})};
}

void AddTestResult(const Assessment& assessment, const std::vector<Rule>& rules,
                   pugi::xml_node benchmark) {
  const PlanRecord& device = assessment.device();
  const auto [begin, end] = Times(assessment);
  pugi::xml_node results = Add(benchmark, "TestResult");
  Set(results, "id", Id("testresult", device.run));
  Set(results, "start-time", Moment(begin));
  Set(results, "end-time", Moment(end));
  Set(results, "version", "1");
  Set(results, "test-system", "cpe:/a:lava-iec-security:iec-runner");
  Add(results, "title",
      fmt::format("IEC 62443-4-2: {}, target SL {}, reached SL {}",
                  device.profile_name, Targets(assessment),
                  assessment.reached));
  Set(Add(results, "profile"), "idref", Id("profile", "target"));
  const std::string target =
      device.profile_name.empty() ? "unknown" : device.profile_name;
  Add(results, "target", target);
  AddFacts(assessment, results);
  AddRuleResults(assessment, rules, results);
  AddScores(assessment, results);
}

}  // namespace

std::string_view XccdfResult(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kFail:
    case Verdict::kWaived:
      return "fail";
    case Verdict::kNotApplicable:
      return "notapplicable";
    case Verdict::kError:
      return "error";
    case Verdict::kMissing:
      return "unknown";
    case Verdict::kManual:
    case Verdict::kNotCovered:
      return "notchecked";
  }
  return "error";
}

std::string RenderXccdf(const Assessment& assessment, const RenderOptions&) {
  pugi::xml_document document;
  pugi::xml_node head = document.append_child(pugi::node_declaration);
  head.append_attribute("version") = "1.0";
  head.append_attribute("encoding") = "UTF-8";
  pugi::xml_node benchmark = Add(document, "Benchmark");
  Set(benchmark, "xmlns", "http://checklists.nist.gov/xccdf/1.2");
  Set(benchmark, "id", Id("benchmark", "iec-62443-4-2"));
  Set(benchmark, "resolved", "true");
  Set(benchmark, "xml:lang", "en");
  pugi::xml_node status = Add(benchmark, "status", "accepted");
  Set(status, "date", Moment(Times(assessment).first).substr(0, 10));
  Add(benchmark, "title", "IEC 62443-4-2: security of components");
  Add(benchmark, "description",
      "Each requirement as a rule, with a summary in our own words; the text "
      "of the standard decides.");
  Set(Add(benchmark, "platform"), "idref",
      "cpe:2.3:o:linux:linux_kernel:-:*:*:*:*:*:*:*");
  const std::string& version = assessment.device().runner_version;
  Add(benchmark, "version", version.empty() ? "unknown" : version);
  // No metadata on purpose: OpenSCAP 1.3 calls a document invalid of which its
  // Schematron rules have nothing to say; so they warn that there are none.
  const std::vector<Rule> rules = Rules(assessment);
  AddProfiles(assessment, benchmark);
  AddGroups(assessment, rules, benchmark);
  AddTestResult(assessment, rules, benchmark);
  std::ostringstream out;
  document.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

}  // namespace iec
