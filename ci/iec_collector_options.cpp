// SPDX-License-Identifier: Apache-2.0
#include "ci/iec_collector_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/exit_status.h"
#include "lib/base/text.h"
#include "lib/base/version.h"
#include "lib/collect/expand.h"
#include "lib/record/wire.h"
#include "lib/report/format.h"

namespace iec {
namespace {

void AddColor(CLI::App& app, std::string& color) {
  app.add_option("--color", color, kColorHelp)
      ->type_name("WHEN")
      ->check(CLI::IsMember(ColorChoices()))
      ->capture_default_str();
}

// Of a command with formats of its own.
void AddOutput(CLI::App& app, std::vector<std::string>& outputs,
               const std::vector<std::string>& formats) {
  app.add_option("--output", outputs,
                 "Write a report, several times; '-' is standard output. "
                 "Formats: " +
                     Join(formats, ", "))
      ->type_name("FORMAT:FILE")
      ->allow_extra_args(false)
      ->default_str("table:-");
}

// KCIDB takes no other; the message is for whoever typed it.
std::string CheckOrigin(std::string& name) {
  const bool good =
      !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      });
  return good ? ""
              : fmt::format("'{}' is no origin: use a-z, 0-9 and _ only",
                            Printable(name, 60));
}

void AddReport(CLI::App& app, ReportOptions& options) {
  app.add_option("input", options.inputs,
                 "What the lab kept, told apart by its content: records, "
                 "console logs, and logs, results or callbacks of LAVA, plain "
                 "or gzip; or directories of them, with what is below; '-' is "
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
  app.add_option("--origin", options.origin,
                 "Who submits, in the format kcidb: the name that KernelCI "
                 "gave to your system")
      ->type_name("NAME")
      ->check(CLI::Validator(CheckOrigin, "", "origin"))
      ->capture_default_str();
  app.add_flag("--strict", options.strict, kStrictHelp);
  AddColor(app, options.color);
  app.footer(fmt::format(
      "Of a directory each regular file is read, at most {} directories deep "
      "and {} in all; links to files are followed, links to directories are "
      "not, and what cannot be looked at is an error. With {} in the "
      "environment each record line must be signed with that key.",
      kMaxInputDepth, kMaxInputFiles, kRecordKeyVariable));
}

void AddDiff(CLI::App& app, DiffCommand& options) {
  app.add_option("old", options.before,
                 "The earlier run: a file or a directory as `report` takes it")
      ->type_name("")
      ->required();
  app.add_option("new", options.after, "The later one")
      ->type_name("")
      ->required();
  app.add_flag("--baseline", options.baseline,
               "Accept what fails in OLD: only new failures end with status 1");
  app.add_option("--profile", options.profile,
                 "Take target levels and waivers of both from this profile")
      ->type_name("FILE");
  AddOutput(app, options.outputs, DiffFormats());
  AddColor(app, options.color);
  app.footer(
      "Status 1 means a new failure or a waiver that expired and, without "
      "--baseline, any failure or a level that fell; 2 means none of that, "
      "but something in NEW has no verdict or is gone: a baseline accepts "
      "failures, never gaps.");
}

void AddFleet(CLI::App& app, FleetCommand& options) {
  constexpr int kMaxThreads = 64;
  app.add_option("input", options.inputs,
                 "Files with the callback of a LAVA job on each line, plain or "
                 "gz, or files and directories as `report` takes them; '-' is "
                 "standard input, which like any pipe holds callbacks only")
      ->type_name("")
      ->required();
  AddOutput(app, options.outputs, FleetFormats());
  app.add_option(
         "--threads", options.threads,
         fmt::format("Threads that read callbacks, 1 to {}", kMaxThreads))
      ->type_name("N")
      ->check(CLI::Range(1, kMaxThreads).description(""))
      ->capture_default_str();
  AddColor(app, options.color);
  app.footer(
      "Status 1 means that a test fails in the latest job of a type of device, "
      "2 that one has no verdict there or that something could not be read. "
      "What broke in the lab is shown by its kind and is no verdict.");
}

void AddBundle(CLI::App& app, BundleCommand& options) {
  app.add_option("input", options.inputs,
                 "Files and directories as `report` takes them")
      ->type_name("")
      ->required();
  app.add_option("--output", options.output,
                 "Where the bundle goes: a directory, or a tar where the name "
                 "ends with .tar; neither may be there yet")
      ->type_name("DIR_OR_TAR")
      ->required();
  app.add_option("--key", options.key,
                 "Private key in PEM, Ed25519 or ECDSA P-256, not encrypted")
      ->type_name("FILE")
      ->required();
  app.add_option("--profile", options.profile,
                 "Take target levels and waivers from this profile, which "
                 "becomes a part of the bundle")
      ->type_name("FILE");
  app.footer(
      "The status is that of `report` on the same inputs. Pipes and devices "
      "are "
      "no inputs, and runs of several images are no one bundle.");
}

void AddVerify(CLI::App& app, VerifyCommand& options) {
  app.add_option("bundle", options.bundle, "A directory or a tar")
      ->type_name("")
      ->required();
  app.add_option("--key", options.key,
                 "Public key in PEM, from somebody whom you trust and not from "
                 "the bundle")
      ->type_name("FILE")
      ->required();
  app.footer(
      "Status 0 means that the signature holds, that each file is the one that "
      "was signed, and that the records give the verdicts of the statement "
      "when they are assessed again. Status 1: something of that does not "
      "hold, and what and where is on standard error. Status 2: the bundle or "
      "the key could not be read, or the records want another key in " +
      std::string(kRecordKeyVariable) + ".");
}

void AddRedact(CLI::App& app, RedactCommand& options) {
  app.add_option("input", options.input,
                 "One file as `report` takes it, plain or gzip")
      ->type_name("")
      ->required();
  app.add_option("--output", options.output,
                 "The copy that may be published, never packed")
      ->type_name("FILE")
      ->required();
  const auto add = [&app](const std::string& name,
                          std::vector<std::string>& words,
                          const std::string& help) {
    app.add_option(name, words, help + ", several times")
        ->type_name("WORD")
        ->allow_extra_args(false);
  };
  add("--host", options.hosts, "Replace this name of a host or domain");
  add("--user", options.users, "Replace this name of a person's account");
  add("--serial", options.serials, "Replace this serial number");
  app.footer(
      "Addresses, names of people's accounts, keys, hashes, tokens and serial "
      "numbers become words: the same value the same word within one run, "
      "another one in the next. Records get new checks, and the copy is "
      "assessed: with another verdict nothing is written. Nor is it for what "
      "begins as JSON and is cut off. Values are found by their shape or by "
      "what stands before them (docs/redact.md): read the copy before you "
      "publish it, since no program knows every name, and say those of hosts.");
}

}  // namespace

std::vector<std::string> FleetFormats() { return {"table", "json", "html"}; }

std::vector<std::string> DiffFormats() { return {"table", "markdown", "json"}; }

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
  AddDiff(*app.add_subcommand("diff", "Show what changed between two reports"),
          options.diff);
  AddFleet(*app.add_subcommand("fleet", "Report thousands of jobs together"),
           options.fleet);
  AddBundle(*app.add_subcommand("bundle", "Make a signed evidence bundle"),
            options.bundle);
  AddVerify(*app.add_subcommand("verify", "Check an evidence bundle"),
            options.verify);
  AddRedact(*app.add_subcommand("redact", "Make a copy for the public"),
            options.redact);
}

}  // namespace iec
