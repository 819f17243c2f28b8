// SPDX-License-Identifier: Apache-2.0
#include "ci/collector_formats.h"

#include "lib/report/format.h"
#include "lib/report/markdown.h"

namespace iec {
namespace {

constexpr Format kFormats[] = {
    {"markdown", "for a merge request or a wiki", RenderMarkdown},
};

}  // namespace

void AddCollectorFormats() { AddFormats(kFormats); }

}  // namespace iec
