// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/second_factor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace iec {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(DecodeBase32, VectorsOfRfc4648) {
  EXPECT_EQ(DecodeBase32("").value(), "");
  EXPECT_EQ(DecodeBase32("MY======").value(), "f");
  EXPECT_EQ(DecodeBase32("MZXQ====").value(), "fo");
  EXPECT_EQ(DecodeBase32("MZXW6===").value(), "foo");
  EXPECT_EQ(DecodeBase32("MZXW6YQ=").value(), "foob");
  EXPECT_EQ(DecodeBase32("MZXW6YTB").value(), "fooba");
  EXPECT_EQ(DecodeBase32("MZXW6YTBOI======").value(), "foobar");
  EXPECT_EQ(DecodeBase32("mzxw6ytboi").value(), "foobar");
}

TEST(DecodeBase32, RefusesWhatIsNone) {
  EXPECT_FALSE(DecodeBase32("MZXW6YT1").ok());
  EXPECT_FALSE(DecodeBase32("MZXW 6YTB").ok());
  EXPECT_FALSE(DecodeBase32("MZ=XW6YTB").ok());
  EXPECT_FALSE(DecodeBase32("M").ok()) << "five bits are no byte";
  EXPECT_FALSE(DecodeBase32("MZX").ok());
}

TEST(Totp, VectorsOfRfc6238) {
  const std::string key = "12345678901234567890";
  EXPECT_EQ(Totp(key, 59, 8), "94287082");
  EXPECT_EQ(Totp(key, 1111111109, 8), "07081804");
  EXPECT_EQ(Totp(key, 1111111111, 8), "14050471");
  EXPECT_EQ(Totp(key, 1234567890, 8), "89005924");
  EXPECT_EQ(Totp(key, 2000000000, 8), "69279037");
  EXPECT_EQ(Totp(key, 20000000000, 8), "65353130");
  EXPECT_EQ(Totp(key, 59), "287082");
  EXPECT_EQ(Totp(key, 1111111109), "081804");
}

TEST(NextTotpTime, IsNowInAnUnusedStep) {
  EXPECT_EQ(NextTotpTime(60, {}), 60);
  EXPECT_EQ(NextTotpTime(87, {1, 3}), 87);
}

TEST(NextTotpTime, SkipsUsedSteps) {
  EXPECT_EQ(NextTotpTime(61, {2}), 90);
  EXPECT_EQ(NextTotpTime(61, {2, 3}), 120);
}

TEST(NextTotpTime, SkipsTheEndOfAStep) {
  EXPECT_EQ(NextTotpTime(88, {}), 90);
  EXPECT_EQ(NextTotpTime(89, {3}), 120);
}

TEST(NextTotpTime, AClockThatWentBackNeedsNoWait) {
  EXPECT_EQ(NextTotpTime(61, {1000}), 61);
}

TEST(SecondFactor, GivesOneTimeCodesFirstAndEachOnce) {
  auto factor = SecondFactor::Parse(
      "totp GEZDGNBVGY3TQOJQ\ncode 12345678\ncode 87654321");
  ASSERT_TRUE(factor.ok()) << factor.error().message;
  EXPECT_EQ(factor->one_time_codes_left(), 2U);
  EXPECT_EQ(factor->NextCode().value(), "12345678");
  EXPECT_EQ(factor->NextCode().value(), "87654321");
  EXPECT_EQ(factor->one_time_codes_left(), 0U);
  const auto code = factor->NextCode();
  ASSERT_TRUE(code.ok());
  EXPECT_EQ(code->size(), 6U);
  EXPECT_THAT(factor->Secrets(),
              ::testing::UnorderedElementsAre("GEZDGNBVGY3TQOJQ", "12345678",
                                              "87654321", *code));
}

TEST(SecondFactor, CodesAloneCanRunOut) {
  auto factor = SecondFactor::Parse("code 12345678\n");
  ASSERT_TRUE(factor.ok());
  EXPECT_TRUE(factor->NextCode().ok());
  const auto code = factor->NextCode();
  ASSERT_FALSE(code.ok());
  EXPECT_THAT(code.error().message, HasSubstr("all 1 one-time codes"));
}

TEST(SecondFactor, ParsesStrictlyAndNeverRepeatsASecret) {
  const char* const bad[] = {
      "",
      "\n\n",
      "totp\n",
      "totp GEZDGNBVGY3TQOJ1\n",
      "totp GEZDGNBV\n",
      "totp GEZDGNBVGY3TQOJQ\ntotp GEZDGNBVGY3TQOJQ\n",
      "code 123\n",
      "code 12345678901234567\n",
      "code 1234567a\n",
      "code 12345678 \n",
      "code  12345678\n",
      "TOTP GEZDGNBVGY3TQOJQ\n",
      "secret GEZDGNBVGY3TQOJQ\n",
      "code 12345678\r\n",
  };
  for (const char* output : bad) {
    const auto factor = SecondFactor::Parse(output);
    ASSERT_FALSE(factor.ok()) << output;
    EXPECT_THAT(factor.error().message, Not(HasSubstr("GEZD")));
    EXPECT_THAT(factor.error().message, Not(HasSubstr("1234")));
  }
  EXPECT_THAT(SecondFactor::Parse("code 12345678\nx\n").error().message,
              HasSubstr("line 2"));
}

TEST(SecondFactor, TellsTheSameOneFromAnother) {
  const auto of = [](const char* text) {
    return SecondFactor::Parse(text).value();
  };
  const SecondFactor one = of("totp JBSWY3DPEHPK3PXP\ncode 11111111\n");
  EXPECT_TRUE(one.IsSameAs(of("totp jbswy3dpehpk3pxp\ncode 22222222\n")));
  EXPECT_TRUE(
      of("code 1234\ncode 5678\n").IsSameAs(of("code 1234\ncode 5678\n")));
  EXPECT_FALSE(one.IsSameAs(of("totp JBSWY3DPEHPK3PXQ\ncode 22222222\n")));
  EXPECT_FALSE(of("code 1234\n").IsSameAs(of("code 1235\n")));
  EXPECT_FALSE(one.IsSameAs(of("code 1234\n")));
}

}  // namespace
}  // namespace iec
