// SPDX-License-Identifier: Apache-2.0
#include "runner/command_line.h"

#include <fmt/format.h>

#include "lib/base/exit_status.h"
#include "lib/base/paths.h"
#include "lib/report/format.h"

namespace iec {
namespace {

void AddSelection(CLI::App& app, std::vector<std::string>& words,
                  bool required = false) {
  app.add_option(kSelectionWord, words,
                 "Requirements (CR 1.11), fr1 to fr7, test ids or plan ids")
      ->type_name("")
      ->required(required);
}

void AddProfile(CLI::App& app, std::string& path) {
  app.add_option("--profile", path,
                 fmt::format("Profile of this device. Without it {}, and the "
                             "built-in one where that is not there",
                             kProfilePath))
      ->type_name("FILE");
}

void AddState(CLI::App& app, std::string& path) {
  app.add_option("--state", path, "Where the undo journals are kept")
      ->type_name("DIRECTORY")
      ->default_val(kStateDirectory);
}

void AddImpact(CLI::App& app, Impact& impact) {
  std::vector<std::string> names;
  for (const Impact one : kImpacts) names.emplace_back(Name(one));
  app.add_option_function<std::string>(
         "--max-impact",
         [&impact](const std::string& name) {
           for (const Impact one : kImpacts) {
             if (Name(one) == name) impact = one;
           }
         },
         "Leave out tests that do more to the device")
      ->type_name("IMPACT")
      ->check(CLI::IsMember(names))
      ->default_str(std::string(Name(impact)));
}

void AddRun(CLI::App& app, RunOptions& options) {
  AddSelection(app, options.words);
  AddProfile(app, options.profile);
  app.add_option("--sl", options.level,
                 "Target security level, 1 to 4, for all FRs instead of the "
                 "profile's")
      ->type_name("N")
      ->check(CLI::Range(1, 4).description(""));
  app.add_option("--jobs", options.jobs,
                 "Tests at the same time. Without it one for each processor, "
                 "at most 4, and as many that mostly wait")
      ->type_name("N")
      ->check(CLI::Range(1, 64).description(""));
  app.add_option("--shard", options.shard, "Every N-th test, from the I-th on")
      ->type_name("I/N");
  app.add_flag("--slow", options.slow,
               "Wait in full where a test can also prove its point sooner");
  app.add_flag("--dry-run", options.dry_run, "Print the plan and stop");
  app.add_flag("--strict", options.strict, kStrictHelp);
  AddImpact(app, options.max_impact);
  app.add_option("--output", options.outputs, OutputHelp({kRecordFormat}))
      ->type_name("FORMAT:FILE")
      // Else it takes the words of the selection that follow it.
      ->allow_extra_args(false);
  CLI::Option* const peer =
      app.add_option("--peer", options.peer,
                     "Where iec-runner peer listens, for the tests that need "
                     "a second machine")
          ->type_name("ADDRESS:PORT");
  CLI::Option* const key =
      app.add_option("--peer-key", options.peer_key,
                     "File with the key that both machines have")
          ->type_name("FILE")
          ->needs(peer);
  peer->needs(key);
  app.add_option("--lava", options.lava,
                 "Print LAVA's signals; auto: where LAVA runs this")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "on", "off"}))
      ->capture_default_str();
  app.add_option("--color", options.color, kColorHelp)
      ->type_name("WHEN")
      ->check(CLI::IsMember(ColorChoices()))
      ->capture_default_str();
  AddState(app, options.state_directory);
}

void AddPeer(CLI::App& app, PeerOptions& options) {
  app.add_option("--listen", options.listen,
                 "Where a run on the device reaches this machine: best over "
                 "another network than the one of the tests")
      ->type_name("ADDRESS:PORT")
      ->required();
  app.add_option("--key", options.key,
                 "File with the key that both machines have: 16 bytes or more "
                 "that only its owner reads")
      ->type_name("FILE")
      ->required();
  app.add_option("--dut", options.duts,
                 "Address of the device; others are not connected to")
      ->type_name("ADDRESS")
      ->required()
      ->allow_extra_args(false);
  app.add_option("--from", options.from,
                 "Own address to come from. Without it all in the networks of "
                 "the device's addresses but that of --listen")
      ->type_name("ADDRESS")
      ->allow_extra_args(false);
}

}  // namespace

void AddCommands(CLI::App& app, CommandLine& line) {
  app.name("iec-runner");
  app.description(
      "Tests this device against the requirements of IEC 62443-4-2.");
  app.require_subcommand(1);
  app.footer(ExitStatusHelp());
  const auto add = [&app, &line](const char* name, const char* description,
                                 CommandLine::Command command) {
    CLI::App* const sub = app.add_subcommand(name, description);
    sub->callback([&line, command] { line.command = command; });
    return sub;
  };
  using Command = CommandLine::Command;

  CLI::App* sub = add("list", "List the test cases", Command::kList);
  AddSelection(*sub, line.list.words);
  sub->add_flag("--json", line.list.json, "As JSON, with all that is declared");

  sub = add("explain",
            "What a requirement asks, what is tried, how to mend a failure",
            Command::kExplain);
  AddSelection(*sub, line.explain.words, /*required=*/true);
  AddProfile(*sub, line.explain.profile);

  AddRun(*add("run", "Run the tests on this device", Command::kRun), line.run);

  AddState(*add("restore", "Undo what a run that was cut off left behind",
                Command::kRestore),
           line.restore.state_directory);

  AddPeer(*add("peer",
               "Lend this machine's network to a run on a device, until "
               "Ctrl-C",
               Command::kPeer),
          line.peer);

  add("version", "Print the version", Command::kVersion);
}

}  // namespace iec
