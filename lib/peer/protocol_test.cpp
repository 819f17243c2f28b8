// SPDX-License-Identifier: Apache-2.0
#include "lib/peer/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using ::testing::HasSubstr;

PeerMessage Connect() {
  PeerMessage message;
  message.verb = PeerVerb::kConnect;
  message.id = 7;
  message.number = 1500;
  message.from = {"192.0.2.3", 0};
  message.to = {"2001:db8::1", 22};
  return message;
}

void ExpectSame(const PeerMessage& a, const PeerMessage& b) {
  EXPECT_EQ(a.verb, b.verb);
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.number, b.number);
  EXPECT_EQ(ToText(a.from), ToText(b.from));
  EXPECT_EQ(ToText(a.to), ToText(b.to));
  EXPECT_EQ(a.bytes, b.bytes);
}

TEST(PeerMessage, IsReadAsItWasWritten) {
  const auto connect = ParsePeerMessage(EncodePeerMessage(Connect()));
  ASSERT_TRUE(connect.ok()) << connect.error().message;
  ExpectSame(*connect, Connect());

  PeerMessage data{PeerVerb::kData, 0xfffffffe, 0, {}, {}, {}};
  data.bytes.assign(kMostPeerBytes, '\0');
  const auto read = ParsePeerMessage(EncodePeerMessage(data));
  ASSERT_TRUE(read.ok()) << read.error().message;
  ExpectSame(*read, data);

  const PeerMessage shift{PeerVerb::kShift, 1, -2'000'000, {}, {}, {}};
  ExpectSame(*ParsePeerMessage(EncodePeerMessage(shift)), shift);
}

TEST(PeerMessage, EndsWhereItEnds) {
  const std::string whole = EncodePeerMessage(Connect());
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(ParsePeerMessage(whole.substr(0, size)).ok()) << size;
  }
  // A connect carries nothing behind its addresses.
  EXPECT_FALSE(ParsePeerMessage(whole + "x").ok());
}

TEST(PeerMessage, HasOnlyWhatItsKindHas) {
  for (int verb = 0; verb < 256; ++verb) {
    PeerMessage message = Connect();
    message.verb = static_cast<PeerVerb>(verb);
    const bool is_right = verb == static_cast<int>(PeerVerb::kConnect) ||
                          verb == static_cast<int>(PeerVerb::kAccepted);
    EXPECT_EQ(ParsePeerMessage(EncodePeerMessage(message)).ok(), is_right)
        << verb;
  }
}

TEST(PeerMessage, HasLimits) {
  PeerMessage message = Connect();
  message.from.address.assign(65, '1');
  EXPECT_FALSE(ParsePeerMessage(EncodePeerMessage(message)).ok());
  PeerMessage data{PeerVerb::kData, 1, 0, {}, {}, {}};
  data.bytes.assign(kMostPeerBytes + 1, 'x');
  EXPECT_FALSE(ParsePeerMessage(EncodePeerMessage(data)).ok());
}

TEST(PeerFrames, ComeInPiecesAndInOrder) {
  PeerFrameWriter writer("key");
  PeerFrameReader reader("key");
  std::string stream = writer.Frame(Connect());
  stream += writer.Frame({PeerVerb::kEnd, 1, 0, {}, {}, {}});
  int messages = 0;
  for (const char c : stream) {
    reader.Feed({&c, 1});
    for (;;) {
      const auto next = reader.Next();
      ASSERT_TRUE(next.ok()) << next.error().message;
      if (!next->has_value()) break;
      if (messages++ == 0) ExpectSame(**next, Connect());
    }
  }
  EXPECT_EQ(messages, 2);
}

TEST(PeerFrames, AreRefusedWithAnyBitChanged) {
  const std::string frame = PeerFrameWriter("key").Frame(Connect());
  for (size_t i = 0; i < frame.size(); ++i) {
    std::string changed = frame;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    PeerFrameReader reader("key");
    // A longer length would only make it wait.
    reader.Feed(changed + std::string(512, '\0'));
    EXPECT_FALSE(reader.Next().ok()) << i;
  }
}

TEST(PeerFrames, AreRefusedTwiceOrFromTheOtherDirection) {
  PeerFrameWriter writer("key");
  const std::string frame = writer.Frame(Connect());
  PeerFrameReader reader("key");
  reader.Feed(frame + frame);
  EXPECT_TRUE(reader.Next().ok());
  const auto again = reader.Next();
  ASSERT_FALSE(again.ok());
  EXPECT_THAT(again.error().message, HasSubstr("not from the other side"));

  PeerFrameReader other("other key");
  other.Feed(frame);
  EXPECT_FALSE(other.Next().ok());
}

TEST(PeerFrames, OfNoPossibleLengthAreNotWaitedFor) {
  for (const char* length : {"\xff\xff\xff\xff", "\0\0\0\0", "\0\x01\0\0"}) {
    PeerFrameReader reader("key");
    reader.Feed({length, 4});
    EXPECT_FALSE(reader.Next().ok());
  }
}

}  // namespace
}  // namespace iec
