// SPDX-License-Identifier: Apache-2.0
// iec-collector: from the records of runs to reports and an exit status.
#include <signal.h>

#include <exception>

#include "ci/collector_formats.h"
#include "ci/iec_collector_diff.h"
#include "ci/iec_collector_evidence.h"
#include "ci/iec_collector_fleet.h"
#include "ci/iec_collector_messages.h"
#include "ci/iec_collector_options.h"
#include "ci/iec_collector_redact.h"
#include "ci/iec_collector_report.h"
#include "lib/base/command_line.h"

namespace iec {
namespace {

int Main(int argc, char** argv) {
  AddCollectorFormats();
  CLI::App app;
  CollectorOptions options;
  AddCommands(app, options);
  if (const auto status = ParseCommandLine(app, argc, argv)) return *status;
  if (app.got_subcommand("diff")) return DiffReports(options.diff);
  if (app.got_subcommand("fleet")) return ReportFleet(options.fleet);
  if (app.got_subcommand("bundle")) return MakeEvidence(options.bundle);
  if (app.got_subcommand("verify")) return VerifyEvidence(options.verify);
  if (app.got_subcommand("redact")) return Redact(options.redact);
  return Report(options.report);
}

}  // namespace
}  // namespace iec

int main(int argc, char** argv) {
  // A reader that goes away is an error of writing, not a silent death.
  signal(SIGPIPE, SIG_IGN);
  try {
    return iec::Main(argc, argv);
  } catch (const std::exception& error) {
    return iec::Fail(error.what(), iec::kExitNoVerdict);
  }
}
