// SPDX-License-Identifier: Apache-2.0
// The option table of iec-collector: --help, the manual page and the
// completions of the shells are made from it.
#ifndef IEC_CI_IEC_COLLECTOR_OPTIONS_H_
#define IEC_CI_IEC_COLLECTOR_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace iec {

struct ReportOptions {
  std::vector<std::string> inputs;
  std::string profile;
  std::vector<std::string> outputs;
  bool strict = false;
  std::string color = "auto";
};

// Of each command; only those of the one that was given are filled.
struct CollectorOptions {
  ReportOptions report;
};

// Fills `app` with the table; parsing it fills `options`, which must outlive
// it.
void AddCommands(CLI::App& app, CollectorOptions& options);

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_OPTIONS_H_
