// SPDX-License-Identifier: Apache-2.0
#include "lib/record/lava_log.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

std::string Unwrapped(std::string_view line) {
  std::string out;
  return UnwrapLavaLog(line, out) ? out : "(not a LAVA log)";
}

// Lines as PyYAML writes them for LAVA.
TEST(UnwrapLavaLog, GivesTheConsoleLine) {
  EXPECT_EQ(Unwrapped(R"(- {"dt": "2026-01-01T00:00:00", "lvl": "target", )"
                      R"("msg": "IEC1 test x {\"a\":\"\\u003c\\\\\"}"})"),
            R"(IEC1 test x {"a":"\u003c\\"})");
  EXPECT_EQ(Unwrapped(R"({"dt": "2026", "lvl": "target", "msg": "plain"})"),
            "plain");
  EXPECT_EQ(Unwrapped(R"(- {"dt": "2026", "lvl": "feedback", "msg": "x", )"
                      R"("ns": "y"})"),
            "x");
}

// Line of a real job: the dispatcher has put a backslash before each quote.
TEST(UnwrapLavaLog, TakesTheDispatchersBackslashesOut) {
  EXPECT_EQ(Unwrapped(R"({"dt": "2026", "lvl": "target", "msg": )"
                      R"("[    1.0] use \\\"pci=nocrs\\\" and report"})"),
            R"([    1.0] use "pci=nocrs" and report)");
  // A quote in a string of the record's JSON, and a backslash before one.
  EXPECT_EQ(Unwrapped(R"({"dt": "2026", "lvl": "target", "msg": )"
                      R"("{\\\"a\\\":\\\"\\\\\"x\\\\\\\"}"})"),
            R"({"a":"\"x\\"})");
}

TEST(UnwrapLavaLog, MarksWhatNoRecordHolds) {
  EXPECT_EQ(Unwrapped(R"({"dt": "2026", "msg": "\e[0mA\xE9B\u2028C\a"})"),
            "\x01[0mA\x01"
            "B\x01"
            "C\x01");
}

TEST(UnwrapLavaLog, EndsWithTheLineWhereverThatIs) {
  for (const std::string_view line :
       {R"({"dt": "2026", "msg": "a\)", R"({"dt": "2026", "msg": "a\x)",
        R"({"dt": "2026", "msg": "a\U000)", R"({"dt": "2026", "msg": "a)"}) {
    EXPECT_EQ(Unwrapped(line).substr(0, 1), "a") << line;
  }
}

TEST(UnwrapLavaLog, LeavesOtherLinesAlone) {
  for (const std::string_view line :
       {"", "- ", "IEC1 test", R"({"msg": "x"})", R"({"dt": "2026"})",
        R"(text {"dt": "2026", "msg": "x"})"}) {
    EXPECT_EQ(Unwrapped(line), "(not a LAVA log)") << line;
  }
}

}  // namespace
}  // namespace iec
