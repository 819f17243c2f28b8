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
  std::string origin = "iec_collector";
};

struct DiffCommand {
  std::string before;
  std::string after;
  bool baseline = false;
  std::string profile;
  std::vector<std::string> outputs;
  std::string color = "auto";
};

struct FleetCommand {
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  int threads = 2;
  std::string color = "auto";
};

struct BundleCommand {
  std::vector<std::string> inputs;
  std::string output;
  std::string key;
  std::string profile;
};

struct VerifyCommand {
  std::string bundle;
  std::string key;
};

struct RedactCommand {
  std::string input;
  std::string output;
  std::vector<std::string> hosts;
  std::vector<std::string> users;
  std::vector<std::string> serials;
};

// Of each command; only those of the one that was given are filled.
struct CollectorOptions {
  ReportOptions report;
  DiffCommand diff;
  FleetCommand fleet;
  BundleCommand bundle;
  VerifyCommand verify;
  RedactCommand redact;
};

// The formats of the commands that have their own.
std::vector<std::string> DiffFormats();
std::vector<std::string> FleetFormats();

// Fills `app` with the table; parsing it fills `options`, which must outlive
// it.
void AddCommands(CLI::App& app, CollectorOptions& options);

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_OPTIONS_H_
