// SPDX-License-Identifier: Apache-2.0
#include "lib/manual/manual.h"

#include "lib/base/exit_status.h"
#include "lib/base/file.h"

namespace iec {

ManualFacts CommonFacts() {
  ManualFacts facts;
  facts.environment = {
      {"NO_COLOR", "No colour, if it is set and not empty."},
      {"FORCE_COLOR",
       "Colour also where standard output is no terminal, if it is neither "
       "empty nor 0. So does CLICOLOR_FORCE."},
      {"TERM", "A terminal of the type dumb gets no colour."}};
  return facts;
}

int WriteManual(const CLI::App& app, const ManualFacts& facts, int argc,
                char** argv) {
  if (argc != 2) return Complain("name a directory", kExitUsage);
  const OptionTable table = ReadOptionTable(app);
  const std::string& name = table.program.name;
  const std::pair<std::string, std::string> files[] = {
      {name + ".1", ManualPage(table, facts)},
      {name + ".bash", BashCompletion(table, facts)},
      {"_" + name, ZshCompletion(table, facts)},
      {name + ".fish", FishCompletion(table, facts)}};
  for (const auto& [file, text] : files) {
    const Status status =
        WriteFileAtomically(std::string(argv[1]) + "/" + file, text, 0644);
    if (!status.ok()) return Complain(status.error().message, kExitFinding);
  }
  return kExitPass;
}

}  // namespace iec
