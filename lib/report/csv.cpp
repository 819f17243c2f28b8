// SPDX-License-Identifier: Apache-2.0
// The first twelve columns are those of the sheets in which certification
// bodies for components keep their findings; the others are what a run adds.
#include "lib/report/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"
#include "lib/report/evidence.h"
#include "lib/report/layout.h"

namespace iec {
namespace {

// Spreadsheets cut a cell at 32767 characters.
constexpr size_t kLongestCell = 8000;
constexpr size_t kDigest = 64;
constexpr size_t kRemark = 300;  // stands in each row
constexpr size_t kMostRemarks = 10;

const std::vector<std::string> kHeader = {
    "Requirement ID",
    "Reference Name",
    "Requirement Description",
    "Validation Activity",
    "Validation by Independent Test Required",
    "Source",
    "Capability SL",
    "Rationale",
    "Software Application",
    "Embedded Device",
    "Host Device",
    "Network Device",
    "Demanded by Target SL",
    "Verdict",
    "Tests",
    "Left Out",
    "Evidence",
    "Waiver",
    "Device Image SHA-256",
    "Profile SHA-256",
    "Remarks"};

std::string YesNo(bool yes) { return yes ? "yes" : "no"; }

std::string Line(const std::vector<std::string>& cells) {
  std::vector<std::string> quoted;
  for (const std::string& cell : cells) quoted.push_back(CsvCell(cell));
  return Join(quoted, ",") + "\r\n";
}

// What of each test of `row` is said by `text`, where it says something.
template <typename Function>
std::string OfTests(const Assessment& assessment,
                    const AssessedRequirement& row, Function text) {
  std::vector<std::string> parts;
  for (const size_t i : row.tests) {
    const std::string part = text(assessment.tests[i]);
    if (!part.empty()) parts.push_back(Short(part, kLongestCell));
  }
  return Join(parts, "; ");
}

std::string Activity(const Assessment& assessment,
                     const AssessedRequirement& row, bool manual) {
  std::string activity = OfTests(assessment, row, [](const AssessedTest& test) {
    return test.plan.title;
  });
  if (manual) {
    activity += activity.empty() ? "" : "; ";
    activity += "examination of evidence by a person";
  }
  return activity.empty() ? "none yet" : activity;
}

std::string LeftOutOf(const AssessedRequirement& row) {
  std::vector<std::string> parts;
  for (const LeftOut& test : row.left_out) {
    parts.push_back(fmt::format("{}: {}", test.id, Short(test.reason, 300)));
  }
  return Join(parts, "; ");
}

// Where no test says which run it is of, it is of them all.
std::set<size_t> RunsOf(const Assessment& assessment,
                        const std::vector<size_t>& tests) {
  std::set<size_t> runs;
  for (const size_t i : tests) runs.insert(assessment.tests[i].run);
  for (size_t i = 0; tests.empty() && i < assessment.runs.size(); ++i) {
    runs.insert(i);
  }
  return runs;
}

// What each of `runs` has, once.
template <typename Function>
std::string OfRuns(const Assessment& assessment, const std::set<size_t>& runs,
                   Function text) {
  std::vector<std::string> parts;
  for (const size_t i : runs) {
    const std::string part = Short(text(assessment.runs[i]), kDigest);
    if (!part.empty() &&
        std::find(parts.begin(), parts.end(), part) == parts.end()) {
      parts.push_back(part);
    }
  }
  return Join(parts, "; ");
}

std::string ImageOf(const AssessedRun& run) {
  return run.job ? run.job->image_sha256 : "";
}

std::string ProfileOf(const AssessedRun& run) {
  return run.plan.profile_sha256;
}

std::string Rationale(const Assessment& assessment, std::string_view reason) {
  if (assessment.partial.empty()) return std::string(reason);
  return fmt::format("{}{}part only: {}", reason, reason.empty() ? "" : "; ",
                     Short(assessment.partial, kRemark));
}

std::string RemarksOf(const Assessment& assessment) {
  std::vector<std::string> remarks;
  for (const auto& [input, problem] : assessment.problems) {
    remarks.push_back("problem: " + problem.what);
  }
  const std::vector<std::string> others = Remarks(assessment);
  remarks.insert(remarks.end(), others.begin(), others.end());
  if (remarks.size() > kMostRemarks) {
    remarks.resize(kMostRemarks);
    remarks.emplace_back("and more, which the other formats have");
  }
  for (std::string& remark : remarks) remark = Short(remark, kRemark);
  return Join(remarks, "; ");
}

std::string RequirementLine(const Assessment& assessment,
                            const AssessedRequirement& row) {
  const Requirement* known = FindRequirement(row.token);
  const auto applies = [&](ComponentType type) {
    return known == nullptr ? "" : YesNo(known->AppliesTo(type));
  };
  const bool manual = known != nullptr && known->manual;
  const std::set<size_t> runs = RunsOf(assessment, row.tests);
  std::string source = "IEC 62443-4-2 " + row.id;
  if (known != nullptr && !known->sr.empty()) {
    source += fmt::format("; IEC 62443-3-3 {}", known->sr);
  }
  return Line(
      {row.id,
       row.title,
       std::string(known == nullptr ? "" : known->summary),
       Activity(assessment, row, manual),
       YesNo(!manual),
       source,
       row.sl_c == 0 ? "" : std::to_string(row.sl_c),
       Rationale(assessment, row.reason),
       applies(ComponentType::kSoftware),
       applies(ComponentType::kEmbedded),
       applies(ComponentType::kHost),
       applies(ComponentType::kNetwork),
       assessment.target_known ? YesNo(row.demanded) : "unknown",
       std::string(Name(row.verdict)),
       OfTests(assessment, row,
               [](const AssessedTest& test) {
                 return fmt::format("{}: {}", test.plan.id, Name(test.verdict));
               }),
       LeftOutOf(row),
       OfTests(
           assessment, row,
           [&](const AssessedTest& test) { return Origin(assessment, test); }),
       OfTests(assessment, row,
               [](const AssessedTest& test) { return test.waiver; }),
       OfRuns(assessment, runs, ImageOf),
       OfRuns(assessment, runs, ProfileOf),
       RemarksOf(assessment)});
}

// Constraints hold for every type of component and have no level.
std::string ConstraintLine(const Assessment& assessment,
                           const AssessedConstraint& row) {
  const std::set<size_t> runs = RunsOf(assessment, {});
  return Line({row.id,
               row.title,
               "",
               "examination of evidence by a person",
               "no",
               "IEC 62443-4-2 " + row.id,
               "",
               Rationale(assessment, "evidence by a person is outstanding"),
               "yes",
               "yes",
               "yes",
               "yes",
               "yes",
               std::string(Name(row.verdict)),
               "",
               "",
               "",
               "",
               OfRuns(assessment, runs, ImageOf),
               OfRuns(assessment, runs, ProfileOf),
               RemarksOf(assessment)});
}

}  // namespace

std::string CsvCell(std::string_view text) {
  // A tab or line end at the front makes a formula of what follows as well,
  // so it is looked at before SafeText() makes a space of it.
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) !=
                           std::string_view::npos;
  const std::string safe = Short(text, kLongestCell);
  std::string cell = formula ? "\"'" : "\"";
  for (const char c : safe) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + '"';
}

std::string RenderCsv(const Assessment& assessment, const RenderOptions&) {
  std::string out = Line(kHeader);
  for (const AssessedRequirement& row : assessment.requirements) {
    out += RequirementLine(assessment, row);
  }
  for (const AssessedConstraint& row : assessment.constraints) {
    out += ConstraintLine(assessment, row);
  }
  return out;
}

}  // namespace iec
