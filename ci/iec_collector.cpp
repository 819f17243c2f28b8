// SPDX-License-Identifier: Apache-2.0
// iec-collector: from the records of runs to reports and an exit status.
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "ci/iec_collector_input.h"
#include "lib/base/text.h"
#include "lib/base/version.h"
#include "lib/profile/profile.h"
#include "lib/record/wire.h"
#include "lib/report/format.h"

namespace iec {
namespace {

constexpr int kExitNoVerdict = 2;
constexpr int kExitUsage = 64;

struct ReportOptions {
  std::vector<std::string> inputs;
  std::string profile;
  std::vector<std::string> outputs;
  bool strict = false;
  std::string color = "auto";
};

int Complain(const std::string& message, int status) {
  fmt::print(stderr, "error: {}\n", message);
  return status;
}

Result<std::vector<OutputTarget>> ParseOutputs(const ReportOptions& options) {
  std::vector<OutputTarget> targets;
  for (const std::string& spec : options.outputs) {
    IEC_ASSIGN_OR_RETURN(auto target, ParseOutputTarget(spec));
    targets.push_back(std::move(target));
  }
  if (targets.empty()) targets.push_back({"table", "-"});
  return targets;
}

// The profile that is given decides over the one that the runner read.
Status Override(const std::string& path, AssessmentOptions& options) {
  IEC_ASSIGN_OR_RETURN(const Profile profile, LoadProfile(path));
  options.target_levels.emplace(profile.target_levels.begin(),
                                profile.target_levels.end());
  options.waivers.emplace();
  for (const Waiver& waiver : profile.waivers) {
    options.waivers->push_back(
        {waiver.target, waiver.justification, waiver.approver, waiver.expires});
  }
  return {};
}

struct Inputs {
  std::vector<RecordInput> readable;
  bool all_readable = true;
};

Inputs ReadInputs(const std::vector<std::string>& paths) {
  const char* key = std::getenv(kRecordKeyVariable);
  Inputs inputs;
  const auto complain = [&inputs](const Error& error) {
    inputs.all_readable = false;
    Complain(error.message, kExitNoVerdict);
  };
  for (const std::string& path : paths) {
    const auto files = ExpandInput(path);
    if (!files.ok()) {
      complain(files.error());
      continue;
    }
    for (const std::string& file : *files) {
      auto input = ReadInput(file, key == nullptr ? "" : key);
      if (input.ok()) {
        inputs.readable.push_back(std::move(*input));
      } else {
        complain(input.error());
      }
    }
  }
  return inputs;
}

int Report(const ReportOptions& options) {
  const auto targets = ParseOutputs(options);
  if (!targets.ok()) return Complain(targets.error().message, kExitUsage);
  AssessmentOptions assessed;
  assessed.strict = options.strict;
  if (!options.profile.empty()) {
    const Status status = Override(options.profile, assessed);
    if (!status.ok()) return Complain(status.error().message, kExitNoVerdict);
  }
  const Inputs inputs = ReadInputs(options.inputs);
  if (inputs.readable.empty()) return kExitNoVerdict;
  const auto assessment = Assess(inputs.readable, assessed);
  if (!assessment.ok()) {
    return Complain(assessment.error().message, kExitNoVerdict);
  }
  bool all_written = true;
  for (const OutputTarget& target : *targets) {
    const Status status = WriteReport(target, *assessment, options.color);
    if (status.ok()) continue;
    all_written = false;
    Complain(status.error().message, kExitNoVerdict);
  }
  for (const auto& [input, problem] : assessment->problems) {
    fmt::print(stderr, "{}:{}: {}\n", input, problem.line, problem.what);
  }
  if (assessment->exit_status != 0) return assessment->exit_status;
  return inputs.all_readable && all_written ? 0 : kExitNoVerdict;
}

std::string FormatHelp() {
  std::string text =
      "FORMAT:FILE, several times; '-' is standard output. Formats:";
  for (const Format& format : Formats()) {
    text += fmt::format("\n  {}: {}", format.name, format.description);
  }
  return text;
}

void AddReport(CLI::App& app, ReportOptions& options) {
  app.add_option("input", options.inputs,
                 "Record files, console logs or directories of them; '-' is "
                 "standard input")
      ->required();
  app.add_option("--profile", options.profile,
                 "Take target levels and waivers from this profile instead of "
                 "the records");
  // Without this it would take the inputs that follow for outputs.
  app.add_option("--output", options.outputs, FormatHelp())
      ->allow_extra_args(false)
      ->default_str("table:-");
  app.add_flag("--strict", options.strict,
               "Manual and not covered requirements end with status 2");
  app.add_option("--color", options.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->default_str("auto");
  app.footer(fmt::format(
      "With {} in the environment each record line must be signed with that "
      "key.",
      kRecordKeyVariable));
}

int Main(int argc, char** argv) {
  CLI::App app(
      "Makes one verdict for each requirement of IEC 62443-4-2 from what "
      "iec-runner recorded.",
      "iec-collector");
  app.require_subcommand(1);
  app.set_version_flag("--version",
                       fmt::format("iec-collector {} ({})", kVersion, kCommit));
  app.footer(
      "Exit status: 1 where a test failed or a waiver expired, else 2 where a "
      "verdict is missing or an input cannot be read, else 0; 64 wrong usage.");
  ReportOptions report;
  AddReport(*app.add_subcommand("report", "Report one or more runs"), report);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) == 0) return 0;  // --help, --version
    if (argc > 1 && argv[1][0] != '-') {
      const std::string hint = DidYouMean(argv[1], {"report"});
      if (!hint.empty() && std::string_view(argv[1]) != "report") {
        fmt::print(stderr, "there is no command '{}'{}\n",
                   Printable(argv[1], 60), hint);
      }
    }
    return kExitUsage;
  }
  return Report(report);
}

}  // namespace
}  // namespace iec

int main(int argc, char** argv) {
  // A reader that goes away is an error of writing, not a silent death.
  signal(SIGPIPE, SIG_IGN);
  try {
    return iec::Main(argc, argv);
  } catch (const std::exception& error) {
    std::fputs("error: ", stderr);
    std::fputs(error.what(), stderr);
    std::fputs("\n", stderr);
    return iec::kExitNoVerdict;
  }
}
