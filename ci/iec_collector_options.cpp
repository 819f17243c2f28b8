// SPDX-License-Identifier: Apache-2.0
#include "ci/iec_collector_options.h"

#include <fmt/format.h>

#include "lib/base/exit_status.h"
#include "lib/base/version.h"
#include "lib/record/wire.h"
#include "lib/report/format.h"

namespace iec {
namespace {

void AddReport(CLI::App& app, ReportOptions& options) {
  app.add_option("input", options.inputs,
                 "Record files, console logs or directories of them; '-' is "
                 "standard input")
      ->type_name("")
      ->required();
  app.add_option("--profile", options.profile,
                 "Take target levels and waivers from this profile instead of "
                 "the records")
      ->type_name("FILE");
  // Without this it would take the inputs that follow for outputs.
  app.add_option("--output", options.outputs, OutputHelp())
      ->type_name("FORMAT:FILE")
      ->allow_extra_args(false)
      ->default_str("table:-");
  app.add_flag("--strict", options.strict, kStrictHelp);
  app.add_option("--color", options.color, kColorHelp)
      ->type_name("WHEN")
      ->check(CLI::IsMember(ColorChoices()))
      ->capture_default_str();
  app.footer(fmt::format(
      "With {} in the environment each record line must be signed with that "
      "key.",
      kRecordKeyVariable));
}

}  // namespace

void AddCommands(CLI::App& app, CollectorOptions& options) {
  app.name("iec-collector");
  app.description(
      "Makes one verdict for each requirement of IEC 62443-4-2 from what "
      "iec-runner recorded.");
  app.require_subcommand(1);
  app.set_version_flag("--version",
                       fmt::format("iec-collector {} ({})", kVersion, kCommit));
  app.footer(ExitStatusHelp());
  AddReport(*app.add_subcommand("report", "Report one or more runs"),
            options.report);
}

}  // namespace iec
