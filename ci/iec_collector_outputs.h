// SPDX-License-Identifier: Apache-2.0
// Where the reports of commands go that have formats of their own.
#ifndef IEC_CI_IEC_COLLECTOR_OUTPUTS_H_
#define IEC_CI_IEC_COLLECTOR_OUTPUTS_H_

#include <functional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/report/format.h"

namespace iec {

// What `--output FORMAT:FILE` asks for, each of `formats`; a table on standard
// output where nothing is asked for.
Result<std::vector<OutputTarget>> ParseTargets(
    const std::vector<std::string>& specs,
    const std::vector<std::string>& formats);

// An error where two of them go to one file, or one replaced what is read.
Status CheckTargets(const std::vector<OutputTarget>& targets,
                    const std::vector<std::string>& inputs);

// Writes each by `write`, and says on standard error which cannot be written.
// True where all were.
bool WriteEach(const std::vector<OutputTarget>& targets,
               const std::function<Status(const OutputTarget&)>& write);

// Colour and width, as for `report`.
RenderOptions RenderOptionsFor(const OutputTarget& target,
                               const std::string& color);

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_OUTPUTS_H_
