// SPDX-License-Identifier: Apache-2.0
// format: the output formats by name, and where a report goes.
#ifndef IEC_LIB_REPORT_FORMAT_H_
#define IEC_LIB_REPORT_FORMAT_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/report/assessment.h"
#include "lib/report/render.h"

namespace iec {

struct Format {
  std::string_view name;
  std::string_view description;  // one line for --help
  std::string (*render)(const Assessment&, const RenderOptions&);
};

// Those that both programs write, and what was added.
std::span<const Format> Formats();

// For a program that writes more, before anything else of this header is
// called: the runner has to stay small and does not link them.
void AddFormats(std::span<const Format> formats);

// The error names the formats there are and suggests one.
Result<const Format*> FindFormat(std::string_view name);

// What `--output FORMAT:FILE` asks for.
struct OutputTarget {
  std::string format;
  std::string file;  // "-" is standard output
};

// A format alone goes to standard output. `others` are formats of the caller
// that Formats() does not have.
Result<OutputTarget> ParseOutputTarget(
    std::string_view spec, const std::vector<std::string>& others = {});

// `when` is auto, always or never. auto: where `fd` is a terminal, unless
// TERM is dumb; NO_COLOR switches it off, FORCE_COLOR and CLICOLOR_FORCE on.
bool UseColor(std::string_view when, int fd);

// The help of options that both programs have.
std::string OutputHelp(const std::vector<std::string>& others = {});
inline constexpr char kStrictHelp[] =
    "Manual and not covered requirements end with status 2";
inline constexpr char kColorHelp[] =
    "Colour on standard output; auto: on a terminal";
std::vector<std::string> ColorChoices();  // what UseColor() takes as `when`

// Renders and writes; the format of `target` must be one of Formats(). Colour
// and width of `options` follow from the target.
Status WriteReport(const OutputTarget& target, const Assessment& assessment,
                   std::string_view color, RenderOptions options = {});

// "-" is standard output. A regular file is complete or as it was before, and
// keeps its mode; a link to it stays one. A device or a pipe, say /dev/null,
// is written to and never replaced, and so is a descriptor that this process
// was started with, say /dev/stdout or /dev/fd/3.
Status WriteOutput(const std::string& file, std::string_view bytes);

// The file that WriteOutput() would make or replace, without links; empty
// where it would do neither.
std::string ReplacedFile(const std::string& file);

// An error where two of `files` are the same one.
Status CheckDistinct(const std::vector<std::string>& files);

}  // namespace iec

#endif  // IEC_LIB_REPORT_FORMAT_H_
