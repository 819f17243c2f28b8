// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/undo_codec.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/base/digest.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(UndoCodecTest, BringsBackEveryByte) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  const UndoEntry entry{"kind", {{"path", every}, {"empty", ""}, {"p", "%41"}}};
  const std::string line = EncodeUndoLine(entry);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto decoded =
      DecodeUndoLine(std::string_view(line).substr(0, line.size() - 1));
  ASSERT_TRUE(decoded.ok()) << decoded.error().message;
  EXPECT_EQ(decoded->kind, entry.kind);
  EXPECT_EQ(decoded->data, entry.data);
}

TEST(UndoCodecTest, RefusesEveryFlippedBit) {
  const std::string line = EncodeUndoLine({"kind", {{"path", "/x"}}});
  const std::string good = line.substr(0, line.size() - 1);
  ASSERT_TRUE(DecodeUndoLine(good).ok());
  for (size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      EXPECT_FALSE(DecodeUndoLine(bad).ok()) << bad;
    }
    EXPECT_FALSE(DecodeUndoLine(good.substr(0, i)).ok());
  }
}

TEST(UndoCodecTest, RefusesValidChecksumsOverSomethingElse) {
  for (const char* json :
       {"", "[]", "{}", "{\"kind\":1,\"data\":{}}",
        "{\"kind\":\"x\",\"data\":{\"a\":1}}", "{\"kind\":\"x\",\"data\":[]}",
        "{\"kind\":\"x\",\"data\":{\"a\":\"%g0\"}}",
        "{\"kind\":\"x\",\"data\":{\"a\":\"%a\"}}",
        "{\"kind\":\"x\",\"data\":{},\"more\":1}"}) {
    const std::string line = fmt::format("{:08x} {}", Crc32(json), json);
    EXPECT_FALSE(DecodeUndoLine(line).ok()) << line;
  }
}

TEST(UndoCodecTest, ATornEndIsNoEntryAndNoError) {
  const std::string one = EncodeUndoLine({"one", {}});
  const std::string two = EncodeUndoLine({"two", {}});
  for (size_t cut = 0; cut < two.size(); ++cut) {
    const UndoLines lines = DecodeUndoJournal(one + two.substr(0, cut));
    EXPECT_EQ(lines.entries.size(), 1u);
    EXPECT_THAT(lines.corrupt, IsEmpty());
  }
  const UndoLines middle = DecodeUndoJournal(one + "rubbish\n" + two);
  EXPECT_EQ(middle.entries.size(), 2u);
  EXPECT_THAT(middle.corrupt, ElementsAre("line 2: no checksum"));
}

}  // namespace
}  // namespace iec
