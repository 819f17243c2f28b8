// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"
#include "lib/fleet/render.h"
#include "lib/report/html_icons.h"
#include "lib/report/html_page.h"
#include "lib/report/html_sections.h"
#include "lib/report/html_text.h"

namespace iec {
namespace {

// Rows of a table: a browser shows more only after a while. The JSON has all.
constexpr size_t kMaxRows = 2000;
// Columns of the matrix; more types are a table below each other.
constexpr size_t kMaxColumns = 12;

std::string Number(int64_t number) { return fmt::format("{}", number); }

std::string Moment(int64_t when) {
  return when == 0 ? "not known" : HtmlMoment(when);
}

std::string Counts(const FleetCounts& counts) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    parts.push_back(
        fmt::format("{} {}", counts[i], HtmlWord(kFleetVerdicts[i])));
  }
  return Join(parts, ", ");
}

std::string Merged(int64_t number, std::string_view what, size_t limit) {
  if (number == 0) return "";
  return fmt::format("<p>{}: {} {} than the first {}.</p>\n", kFleetOthers,
                     number, what, limit);
}

std::string CellOf(const FleetCell& cell) {
  return fmt::format("{} <span class=\"quiet\">{}</span>", HtmlBadge(cell.now),
                     Counts(cell.counts));
}

std::string RequirementName(const std::string& token) {
  const Requirement* requirement = FindRequirement(token);
  if (requirement == nullptr) return HtmlText(token);
  return fmt::format("<span class=\"fr\">{}</span> {}",
                     HtmlText(requirement->id), HtmlText(requirement->title));
}

HtmlSection Health(const Fleet& fleet) {
  HtmlTable table("jobs", "Jobs by type of device",
                  {"Type of device", "Jobs", "Complete", "Incomplete",
                   "Canceled", "Not said", "Without results", "First", "Last"});
  const auto add = [&table](const std::string& name, const FleetHealth& one) {
    table.AddRow({name, Number(one.jobs()), Number(one.complete),
                  Number(one.incomplete), Number(one.canceled),
                  Number(one.other), Number(one.without_results),
                  Moment(one.first), Moment(one.last)});
  };
  for (const auto& [type, one] : fleet.types) add(HtmlText(type), one);
  if (fleet.types.size() > 1) add("all", fleet.health());
  return {"jobs", "Jobs", static_cast<size_t>(fleet.health().jobs()),
          table.Render() +
              Merged(fleet.merged_jobs, "jobs on other types", kMaxFleetTypes)};
}

HtmlSection Matrix(const Fleet& fleet) {
  const bool wide = fleet.types.size() <= kMaxColumns;
  std::vector<std::string> heads = {"Requirement"};
  if (wide) {
    for (const auto& [type, one] : fleet.types) heads.push_back(type);
  } else {
    heads.insert(heads.end(), {"Type of device", "Verdict and results"});
  }
  HtmlTable table("requirements", "Requirements by type of device", heads);
  for (const auto& [token, row] : fleet.Rows()) {
    if (!wide) {
      for (const auto& [type, cell] : row) {
        table.AddRow({RequirementName(token), HtmlText(type), CellOf(cell)});
      }
      continue;
    }
    std::vector<std::string> cells = {RequirementName(token)};
    for (const auto& [type, one] : fleet.types) {
      const auto cell = row.find(type);
      cells.push_back(cell == row.end() ? "no result" : CellOf(cell->second));
    }
    table.AddRow(cells);
  }
  return {"requirements", "Requirements", std::nullopt,
          "<p class=\"lead\">The verdict is the worst among the latest ones of "
          "the tests of a requirement; the numbers are all results.</p>\n" +
              table.Render()};
}

HtmlSection Findings(const Fleet& fleet) {
  HtmlTable table("findings", "Findings, first and last seen",
                  {"Test", "Requirement", "Type of device", "Found", "Jobs",
                   "First seen", "Last seen", "Now"});
  const std::vector<FleetFinding> findings = FindingsOf(fleet);
  const auto job = [](int64_t when, const std::string& id) {
    return Moment(when) + " <span class=\"quiet\">job " + HtmlText(id) +
           "</span>";
  };
  size_t rows = 0;
  for (const FleetFinding& one : findings) {
    if (++rows > kMaxRows) break;
    table.AddRow({HtmlText(one.test),
                  RequirementName(fleet.requirement_of.at(one.test)),
                  HtmlText(one.type), HtmlBadge(one.verdict),
                  fmt::format("{} of {}", one.seen.count, one.jobs),
                  job(one.seen.first, one.seen.first_job),
                  job(one.seen.last, one.seen.last_job), HtmlBadge(one.now)});
  }
  std::string body =
      table.empty() ? "<p>Nothing failed.</p>\n" : table.Render();
  if (findings.size() > kMaxRows) {
    body += fmt::format("<p>And {} more, which the JSON has.</p>\n",
                        findings.size() - kMaxRows);
  }
  return {"findings", "Findings", findings.size(), body, !findings.empty()};
}

HtmlSection Faults(const Fleet& fleet) {
  HtmlTable table("faults", "Infrastructure errors by kind",
                  {"Kind", "Type of device", "Jobs", "First seen", "Last seen",
                   "Last message"});
  for (const auto& [key, fault] : fleet.faults) {
    table.AddRow({HtmlText(key.first), HtmlText(key.second),
                  Number(fault.seen.count), Moment(fault.seen.first),
                  Moment(fault.seen.last), HtmlText(fault.message)});
  }
  return {"infrastructure", "Infrastructure", fleet.faults.size(),
          "<p class=\"lead\">What broke in the lab is nobody's verdict.</p>\n" +
              (table.empty() ? "<p>Nothing broke.</p>\n" : table.Render()) +
              Merged(fleet.merged_faults, "faults of other kinds",
                     kMaxFleetFaults)};
}

HtmlSection Problems(const Fleet& fleet) {
  HtmlTable table("problems", "Problems of the inputs",
                  {"Input", "Line", "What"});
  for (const auto& [input, problem] : fleet.problems) {
    table.AddRow({HtmlText(input), fmt::format("{}", problem.line),
                  HtmlText(problem.what)});
  }
  return {"problems", "Problems of the inputs",
          static_cast<size_t>(fleet.unreadable),
          table.empty() ? "<p>Everything could be read.</p>\n" : table.Render(),
          fleet.unreadable > 0};
}

}  // namespace

std::string RenderFleetHtml(const Fleet& fleet) {
  HtmlPage page;
  page.title = "IEC 62443-4-2: the fleet";
  page.header = fmt::format(
      "{}<h1>IEC 62443-4-2: the fleet</h1>\n<p>{} jobs on {} types of device, "
      "{} results. Exit status {}: {}.</p>\n",
      HtmlIconSheet(), fleet.health().jobs(), fleet.types.size(), fleet.results,
      fleet.ExitStatus(), HtmlText(fleet.ExitReason()));
  page.sections = {Matrix(fleet), Findings(fleet), Faults(fleet), Health(fleet),
                   Problems(fleet)};
  page.footer =
      "<p>Made by iec-collector. This file is complete: it loads nothing, and "
      "it remembers nothing.</p>\n";
  return RenderHtmlPage(page);
}

}  // namespace iec
