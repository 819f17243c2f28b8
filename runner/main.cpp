// SPDX-License-Identifier: Apache-2.0
// iec-runner: the option table and nothing else.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>

#include "lib/base/paths.h"
#include "lib/base/text.h"
#include "runner/commands.h"

namespace iec {
namespace {

const std::map<std::string, Impact> kImpacts = {
    {"live", Impact::kLive},
    {"reboot", Impact::kReboot},
    {"destructive", Impact::kDestructive}};

constexpr const char* kSelection =
    "Requirements (CR 1.11), fr1..fr7, test ids or plan ids";

void AddRun(CLI::App& app, RunOptions& options) {
  app.add_option("selection", options.words, kSelection);
  app.add_option("--profile", options.profile,
                 fmt::format("Profile of this device (default: {}, else the "
                             "built-in one)",
                             kProfilePath));
  app.add_option("--sl", options.level,
                 "Target security level for all FRs instead of the profile's")
      ->check(CLI::Range(1, 4));
  app.add_option("--jobs", options.jobs,
                 "Tests at the same time (default: one for each processor, at "
                 "most 4, and as many that mostly wait)")
      ->check(CLI::Range(1, 64));
  app.add_option("--shard", options.shard,
                 "I/N: every N-th test, from the I-th");
  app.add_flag("--slow", options.slow,
               "Wait in full where a test can also prove its point sooner");
  app.add_flag("--dry-run", options.dry_run, "Print the plan and stop");
  app.add_flag("--strict", options.strict,
               "Manual and not covered requirements end with status 2");
  app.add_option("--max-impact", options.max_impact,
                 "live, reboot or destructive: leave out what does more")
      ->transform(CLI::CheckedTransformer(kImpacts));
  app.add_option("--output", options.outputs,
                 "FORMAT:FILE, several times; '-' is standard output")
      // Else it takes the words of the selection that follow it.
      ->allow_extra_args(false);
  app.add_option("--lava", options.lava, "Print LAVA signals: auto, on or off")
      ->check(CLI::IsMember({"auto", "on", "off"}));
  app.add_option("--color", options.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_option("--state", options.state_directory,
                 "Where the undo journals are kept")
      ->default_val(kStateDirectory);
}

int Main(int argc, char** argv) {
  CLI::App app("Tests this device against the requirements of IEC 62443-4-2.",
               "iec-runner");
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 all passed, 1 a finding, 2 a test without a verdict or "
      "an input that cannot be read, 64 wrong usage.");
  std::function<int()> command;

  ListOptions list;
  CLI::App* sub = app.add_subcommand("list", "List the test cases");
  sub->add_option("selection", list.words, kSelection);
  sub->add_flag("--json", list.json, "As JSON, with everything declared");
  sub->callback([&] { command = [&] { return List(list); }; });

  ExplainOptions explain;
  sub = app.add_subcommand(
      "explain", "What a requirement asks, what is tried, how to mend it");
  sub->add_option("selection", explain.words, kSelection)->required();
  sub->add_option("--profile", explain.profile, "Profile of this device");
  sub->callback([&] { command = [&] { return Explain(explain); }; });

  RunOptions run;
  sub = app.add_subcommand("run", "Run the tests on this device");
  AddRun(*sub, run);
  sub->callback([&] { command = [&] { return Run(run); }; });

  RestoreOptions restore;
  sub = app.add_subcommand("restore",
                           "Undo what a run that was cut off left behind");
  sub->add_option("--state", restore.state_directory,
                  "Where the undo journals are kept")
      ->default_val(kStateDirectory);
  sub->callback([&] { command = [&] { return Restore(restore); }; });

  sub = app.add_subcommand("version", "Print the version");
  sub->callback([&] { command = [] { return PrintVersion(); }; });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    if (status == 0) return kExitPass;  // --help
    std::vector<std::string> known;
    for (const CLI::App* one : app.get_subcommands({})) {
      known.push_back(one->get_name());
    }
    if (argc > 1 && argv[1][0] != '-' &&
        std::find(known.begin(), known.end(), argv[1]) == known.end()) {
      fmt::print(stderr, "there is no command '{}'{}\n", argv[1],
                 DidYouMean(argv[1], known));
    }
    return kExitUsage;
  }
  return command();
}

}  // namespace
}  // namespace iec

int main(int argc, char** argv) {
  // A reader of our output that went away must not end the undoing.
  try {
    return iec::Main(argc, argv);
  } catch (const std::exception& error) {
    return iec::Complain(error.what(), iec::kExitNoVerdict);
  }
}
