// SPDX-License-Identifier: Apache-2.0
#include "ci/collector_formats.h"

#include "lib/report/csv.h"
#include "lib/report/format.h"
#include "lib/report/html.h"
#include "lib/report/kcidb.h"
#include "lib/report/lava_summary.h"
#include "lib/report/markdown.h"
#include "lib/report/oscal.h"
#include "lib/report/xccdf.h"

namespace iec {
namespace {

constexpr Format kFormats[] = {
    {"html", "one page for people, complete without network or scripts",
     RenderHtml},
    {"markdown", "for a merge request or a wiki", RenderMarkdown},
    {"csv", "for a certifier's spreadsheet", RenderCsv},
    {"kcidb", "for KernelCI's database, version 5.3", RenderKcidb},
    {"xccdf", "for OpenSCAP, version 1.2", RenderXccdf},
    {"oscal", "OSCAL assessment results, version 1.1.3", RenderOscal},
    {"lava", "for LAVA: the verdicts as signals of a job's step",
     RenderLavaSummary},
};

}  // namespace

void AddCollectorFormats() { AddFormats(kFormats); }

}  // namespace iec
