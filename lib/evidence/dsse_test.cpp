// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/dsse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lib/evidence/base64.h"
#include "lib/evidence/sample_test.h"

namespace iec {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr char kType[] = "application/vnd.in-toto+json";

class Dsse : public EvidenceTest,
             public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    EvidenceTest::SetUp();
    key_ = MakeKey("key", GetParam());
  }
  KeyPair key_;
};

INSTANTIATE_TEST_SUITE_P(Keys, Dsse,
                         testing::Values("ed25519",
                                         "ec -pkeyopt ec_paramgen_curve:P-256"),
                         [](const auto& kind) {
                           return std::string(kind.index == 0 ? "Ed25519"
                                                              : "P256");
                         });

TEST(PreAuthEncoding, IsTheOneOfTheSpecification) {
  EXPECT_EQ(PreAuthEncoding("http://example.com/HelloWorld", "hello world"),
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  EXPECT_EQ(PreAuthEncoding("", "\xc3\xa4"), "DSSEv1 0  2 \xc3\xa4");
}

TEST_P(Dsse, ASignedPayloadComesBack) {
  const auto envelope = SignEnvelope(kType, "the payload", key_.private_pem);
  ASSERT_TRUE(envelope.ok()) << envelope.error().message;
  const auto payload = OpenEnvelope(*envelope, kType, key_.public_pem);
  ASSERT_TRUE(payload.ok()) << payload.error().message;
  EXPECT_EQ(*payload, "the payload");
}

TEST_P(Dsse, OpensslFindsTheSignatureGood) {
  const auto envelope = SignEnvelope(kType, "the payload", key_.private_pem);
  ASSERT_TRUE(envelope.ok());
  const json document = json::parse(*envelope);
  Write("sig",
        *FromBase64(document["signatures"][0]["sig"].get<std::string>()));
  Write("pae", PreAuthEncoding(kType, "the payload"));
  const std::string verify =
      "openssl pkeyutl -verify -rawin -pubin -inkey " + Path("key.pub") +
      " -sigfile " + Path("sig") +
      (std::string(GetParam()) == "ed25519" ? "" : " -digest sha256") + " -in ";
  EXPECT_EQ(Shell(verify + Path("pae")), 0);
  Write("other", PreAuthEncoding(kType, "another payload"));
  EXPECT_NE(Shell(verify + Path("other")), 0);
  EXPECT_EQ(Shell("test \"$(openssl pkey -pubin -in " + Path("key.pub") +
                  " -outform DER | sha256sum | cut -c1-64)\" = " +
                  document["signatures"][0]["keyid"].get<std::string>()),
            0);
}

TEST_P(Dsse, TakesWhatOpensslSigned) {
  Write("pae", PreAuthEncoding(kType, "by hand"));
  ASSERT_EQ(
      Shell("openssl pkeyutl -sign -rawin -inkey " + Path("key") +
            (std::string(GetParam()) == "ed25519" ? "" : " -digest sha256") +
            " -in " + Path("pae") + " -out " + Path("sig")),
      0);
  const json envelope = {
      {"payload", Base64("by hand")},
      {"payloadType", kType},
      {"signatures", {{{"sig", Base64(*ReadFile(Path("sig")))}}}}};
  const auto payload = OpenEnvelope(envelope.dump(), kType, key_.public_pem);
  ASSERT_TRUE(payload.ok()) << payload.error().message;
  EXPECT_EQ(*payload, "by hand");
}

TEST_P(Dsse, NothingInItCanBeChanged) {
  const auto envelope = SignEnvelope(kType, "the payload", key_.private_pem);
  ASSERT_TRUE(envelope.ok());
  const json sound = json::parse(*envelope);
  const auto wrong = [&](const json& changed) {
    const auto opened = OpenEnvelope(changed.dump(), kType, key_.public_pem);
    return opened.ok() ? "opened" : opened.error().message;
  };
  json changed = sound;
  changed["payload"] = Base64("the pay1oad");
  EXPECT_THAT(wrong(changed), HasSubstr("none of its signatures"));
  changed = sound;
  changed["payloadType"] = "text/plain";
  EXPECT_THAT(wrong(changed), HasSubstr("none of its signatures"));
  changed = sound;
  changed["signatures"] = json::array();
  EXPECT_THAT(wrong(changed), HasSubstr("no signature"));
  changed["signatures"] = {{{"sig", ""}}};
  EXPECT_THAT(wrong(changed), HasSubstr("none of its signatures"));
  changed.erase("payload");
  EXPECT_THAT(wrong(changed), HasSubstr("'payload'"));
}

TEST_P(Dsse, AnotherKeyDoesNotOpenIt) {
  const auto envelope = SignEnvelope(kType, "x", key_.private_pem);
  ASSERT_TRUE(envelope.ok());
  const KeyPair other = MakeKey("other", GetParam());
  EXPECT_FALSE(OpenEnvelope(*envelope, kType, other.public_pem).ok());
}

TEST_P(Dsse, AnotherTypeIsRefusedEvenWhereItIsSigned) {
  const auto envelope = SignEnvelope("text/plain", "x", key_.private_pem);
  ASSERT_TRUE(envelope.ok());
  const auto opened = OpenEnvelope(*envelope, kType, key_.public_pem);
  ASSERT_FALSE(opened.ok());
  EXPECT_THAT(opened.error().message,
              HasSubstr("payload type is 'text/plain'"));
}

class Keys : public EvidenceTest {};

TEST_F(Keys, OtherKindsAreRefused) {
  for (const char* kind : {"ed448", "ec -pkeyopt ec_paramgen_curve:P-384",
                           "rsa -pkeyopt rsa_keygen_bits:2048"}) {
    const KeyPair key = MakeKey("key", kind);
    const auto envelope = SignEnvelope(kType, "x", key.private_pem);
    ASSERT_FALSE(envelope.ok()) << kind;
    EXPECT_THAT(envelope.error().message, HasSubstr("neither Ed25519"));
    EXPECT_FALSE(OpenEnvelope("{}", kType, key.public_pem).ok());
  }
}

TEST_F(Keys, AnEncryptedOneIsRefusedWithoutAQuestion) {
  ASSERT_EQ(Shell("openssl genpkey -algorithm ed25519 -aes256 -pass pass:x "
                  "-out " +
                  Path("key")),
            0);
  const auto envelope = SignEnvelope(kType, "x", *ReadFile(Path("key")));
  ASSERT_FALSE(envelope.ok());
  EXPECT_THAT(envelope.error().message, HasSubstr("without a passphrase"));
  EXPECT_FALSE(SignEnvelope(kType, "x", "no key at all").ok());
}

TEST(Base64, GoesBothWays) {
  for (const char* text : {"", "a", "ab", "abc", "\xff\xfe"}) {
    EXPECT_EQ(FromBase64(Base64(text)), text);
  }
  EXPECT_EQ(Base64("hello"), "aGVsbG8=");
}

TEST(Base64, TakesOneSpellingOnly) {
  for (const char* text : {"aGVsbG8", "aGVsbG9=", "aGVs\nbG8=", " aGVsbG8=",
                           "aGV=bG8=", "====", "a-V_", "=", "a==="}) {
    EXPECT_EQ(FromBase64(text), std::nullopt) << text;
  }
}

TEST(StrictJson, AKeyThatComesTwiceIsRefused) {
  const auto opened =
      OpenEnvelope(R"({"payload":"eA==","payload":"eQ=="})", kType, "");
  EXPECT_FALSE(opened.ok());
}

}  // namespace
}  // namespace iec
