// SPDX-License-Identifier: Apache-2.0
// Runs when the package is built: makes the manual page and the completions
// of iec-collector from its option table, in the directory that is named.
#include "ci/collector_formats.h"
#include "ci/iec_collector_options.h"
#include "lib/manual/manual.h"
#include "lib/record/wire.h"
#include "lib/report/format.h"

namespace iec {
namespace {

ManualFacts Facts() {
  ManualFacts facts = CommonFacts();
  facts.description = {
      "It reads the records of one or several runs of iec-runner, in record "
      "files or anywhere in console logs, also those that LAVA keeps, and "
      "makes one verdict for each requirement: fail where one of its tests "
      "failed, else error, missing, waived or manual, in this order, and pass "
      "where at least one test passed. Nothing absent counts as a pass.",
      "Whatever else a lab keeps is read as well: the log of a LAVA job or "
      "what lava-run prints, results as lavacli and REST v0.2 give them (YAML "
      "or JSON), callbacks with any dataset, also one a line, and results of "
      "the CIP project's shell suite. What belongs to one LAVA job is joined: "
      "a test whose record was torn is completed from LAVA's own result where "
      "the two agree, a result without any record says so, and a job that "
      "its infrastructure ended is the reason of what is missing, never a "
      "verdict.",
      "A damaged line is reported with its place, an input that cannot be read "
      "is named, and the others are reported all the same. Of two runs that "
      "planned the same test the later one counts; a result without a record "
      "replaces none that has one."};
  facts.environment.insert(facts.environment.begin(),
                           {kRecordKeyVariable,
                            "Key of the run. With it only lines that are "
                            "signed by it count, without it only those that "
                            "are not signed."});
  facts.examples = {
      {"iec-collector report console.log",
       "The table of one run, from the log of a serial console:"},
      {"iec-collector report output.yaml.gz results.yaml job.json",
       "A LAVA job: its log, its results and its description:"},
      {"iec-collector report shards/ --output json:all.json --strict",
       "Several runs as one, where what is not covered counts as well:"},
      {"iec-collector diff released.txt today.txt --baseline",
       "Fails for what failed since the release, and for every gap:"},
      {"iec-collector fleet callbacks/ --output html:fleet.html",
       "All jobs of a lab in one page:"},
      {"iec-collector bundle console.log --output evidence.tar --key key.pem",
       "Evidence that nobody can change unseen:"},
      {"iec-collector verify evidence.tar --key pub.pem",
       "And the proof that nobody did:"},
      {"iec-collector redact console.log --output public.log --host lab.local",
       "A copy for a bug report:"}};
  facts.see_also = {"iec-runner(1)"};
  for (const Format& format : Formats()) {
    facts.words["FORMAT:FILE"].emplace_back(format.name);
  }
  facts.words["diff FORMAT:FILE"] = DiffFormats();
  facts.words["fleet FORMAT:FILE"] = FleetFormats();
  return facts;
}

}  // namespace
}  // namespace iec

int main(int argc, char** argv) {
  iec::AddCollectorFormats();
  CLI::App app;
  iec::CollectorOptions options;
  iec::AddCommands(app, options);
  return iec::WriteManual(app, iec::Facts(), argc, argv);
}
