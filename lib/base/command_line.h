// SPDX-License-Identifier: Apache-2.0
// What the mains of both programs do with a command line. Of CLI11, which
// only those link who include this.
#ifndef IEC_LIB_BASE_COMMAND_LINE_H_
#define IEC_LIB_BASE_COMMAND_LINE_H_

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/exit_status.h"
#include "lib/base/text.h"

namespace iec {

// The exit status where nothing is left to do: --help was asked for, or the
// usage is wrong, which is explained.
inline std::optional<int> ParseCommandLine(CLI::App& app, int argc,
                                           const char* const* argv) {
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) == 0) return kExitPass;
    std::vector<std::string> known;
    for (const CLI::App* command : app.get_subcommands({})) {
      known.push_back(command->get_name());
    }
    if (argc > 1 && argv[1][0] != '-' &&
        std::find(known.begin(), known.end(), argv[1]) == known.end()) {
      fmt::print(stderr, "there is no command '{}'{}\n", Printable(argv[1], 60),
                 DidYouMean(argv[1], known));
    }
    return kExitUsage;
  }
}

}  // namespace iec

#endif  // IEC_LIB_BASE_COMMAND_LINE_H_
