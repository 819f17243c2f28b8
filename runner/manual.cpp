// SPDX-License-Identifier: Apache-2.0
// Runs when the package is built: makes the manual page and the completions
// of iec-runner from its option table, in the directory that is named.
#include "lib/manual/manual.h"

#include <fmt/format.h>

#include "lib/base/paths.h"
#include "lib/record/wire.h"
#include "lib/report/format.h"
#include "runner/command_line.h"

namespace iec {
namespace {

ManualFacts Facts() {
  ManualFacts facts = CommonFacts();
  facts.description = {
      "It runs the test cases for IEC 62443-4-2 that are compiled into it, as "
      "root, on the device that it is installed on. Each test runs in a "
      "process of its own. What it changes is written to a journal first and "
      "undone after the test, after a crash, and, by restore or the next run, "
      "after a power cut.",
      "A verdict is pass, fail, not_applicable or error: no verdict could be "
      "reached, because a control failed, the test crashed or its time was "
      "over. Standard output has a line for each test and what was expected "
      "and found where one failed. Where it is no terminal it also has the "
      "record, from which iec-collector makes reports. A run that is "
      "interrupted ends the tests that run and undoes them."};
  facts.environment.insert(
      facts.environment.begin(),
      {kRecordKeyVariable,
       "Key by which each line of the record is signed (HMAC-SHA-256). Without "
       "it a CRC-32 protects against accidents only."});
  facts.files = {
      {kProfilePath,
       "The profile of this device: what it is, its target level, interfaces "
       "and parameters. It is refused where anybody but root can write it, "
       "since the programs that it names run as root."},
      {std::string(kStateDirectory) + "/" + kUndoFolder,
       "The journals of what is to be undone. Root's alone: they hold copies "
       "of what was changed, password hashes too. Empty when nothing is to be "
       "undone."}};
  facts.examples = {
      {"iec-runner run", "All that the profile's target level asks:"},
      {"iec-runner run CR 1.11 fr2 --output junit:report.xml",
       "One requirement and all of FR 2, with a report for GitLab:"},
      {"iec-runner explain CR 1.11",
       "What is tried, by which parameters, and how to mend a failure:"},
      {"iec-runner restore", "After a power cut:"}};
  facts.see_also = {"iec-collector(1)"};
  for (const Format& format : Formats()) {
    facts.words["FORMAT:FILE"].emplace_back(format.name);
  }
  facts.words["FORMAT:FILE"].emplace_back(kRecordFormat);
  for (int fr = 1; fr <= 7; ++fr) {
    facts.words[kSelectionWord].push_back(fmt::format("fr{}", fr));
  }
  facts.commands[kSelectionWord] = "iec-runner list";
  return facts;
}

}  // namespace
}  // namespace iec

int main(int argc, char** argv) {
  CLI::App app;
  iec::CommandLine line;
  iec::AddCommands(app, line);
  return iec::WriteManual(app, iec::Facts(), argc, argv);
}
