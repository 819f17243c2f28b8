// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/message.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace iec {
namespace {

TEST(MessageTest, SurvivesAnySplit) {
  const Message message{Message::Type::kCheck,
                        {"a", "", std::string("\0\n", 2), "d", "e"}};
  const std::string bytes =
      EncodeMessage(message) + EncodeMessage({Message::Type::kFinished, {}});
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    MessageDecoder decoder;
    std::vector<Message> got;
    for (const auto& part : {bytes.substr(0, cut), bytes.substr(cut)}) {
      decoder.Feed(part);
      while (auto next = decoder.Next()) got.push_back(*next);
    }
    ASSERT_EQ(got.size(), 2u) << cut;
    EXPECT_EQ(got[0].fields, message.fields);
    EXPECT_FALSE(decoder.broken());
  }
}

TEST(MessageTest, RefusesWhatNoEncoderMakes) {
  for (const std::string& bad :
       {std::string("zAAAA"), std::string("c\xff\xff\xff\x7f", 5),
        std::string("c\4\0\0\0\xff\0\0\0", 9)}) {
    MessageDecoder decoder;
    decoder.Feed(bad);
    EXPECT_FALSE(decoder.Next().has_value());
    EXPECT_TRUE(decoder.broken());
  }
}

}  // namespace
}  // namespace iec
