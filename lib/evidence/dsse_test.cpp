// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/dsse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/evidence/base64.h"
#include "lib/evidence/sample_test.h"
#include "lib/evidence/strict_json.h"

namespace iec {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kType[] = "application/vnd.in-toto+json";

Result<std::string> Sign(const std::string& payload, const std::string& pem,
                         const std::string& type = kType) {
  return SignEnvelope(type, payload, *EvidenceKey::Private(pem));
}

Result<std::string> Open(const std::string& envelope, const std::string& pem) {
  return OpenEnvelope(envelope, kType, *EvidenceKey::Public(pem));
}

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
  const auto envelope = Sign("the payload", key_.private_pem);
  ASSERT_TRUE(envelope.ok()) << envelope.error().message;
  const auto payload = Open(*envelope, key_.public_pem);
  ASSERT_TRUE(payload.ok()) << payload.error().message;
  EXPECT_EQ(*payload, "the payload");
}

TEST_P(Dsse, OpensslFindsTheSignatureGood) {
  const auto envelope = Sign("the payload", key_.private_pem);
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
  const auto payload = Open(envelope.dump(), key_.public_pem);
  ASSERT_TRUE(payload.ok()) << payload.error().message;
  EXPECT_EQ(*payload, "by hand");
}

TEST_P(Dsse, NothingInItCanBeChanged) {
  const auto envelope = Sign("the payload", key_.private_pem);
  ASSERT_TRUE(envelope.ok());
  const json sound = json::parse(*envelope);
  const auto wrong = [&](const json& changed) {
    const auto opened = Open(changed.dump(), key_.public_pem);
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
  const auto envelope = Sign("x", key_.private_pem);
  ASSERT_TRUE(envelope.ok());
  const KeyPair other = MakeKey("other", GetParam());
  EXPECT_FALSE(Open(*envelope, other.public_pem).ok());
}

TEST_P(Dsse, AnotherTypeIsRefusedEvenWhereItIsSigned) {
  const auto envelope = Sign("x", key_.private_pem, "text/plain");
  ASSERT_TRUE(envelope.ok());
  const auto opened = Open(*envelope, key_.public_pem);
  ASSERT_FALSE(opened.ok());
  EXPECT_THAT(opened.error().message,
              HasSubstr("payload type is 'text/plain'"));
}

class Keys : public EvidenceTest {
 protected:
  static std::string Refused(const Result<EvidenceKey>& key) {
    return key.ok() ? "" : key.error().message;
  }
  std::string Output(const std::string& command) const {
    EXPECT_EQ(Shell("cd " + Path("") + " && " + command + " -out out"), 0)
        << command;
    return *ReadFile(Path("out"));
  }
};

TEST_F(Keys, OtherKindsAreRefused) {
  for (const char* kind : {"ed448", "ec -pkeyopt ec_paramgen_curve:P-384",
                           "rsa -pkeyopt rsa_keygen_bits:2048"}) {
    const KeyPair key = MakeKey("key", kind);
    EXPECT_THAT(Refused(EvidenceKey::Private(key.private_pem)),
                HasSubstr("the private key is neither Ed25519"))
        << kind;
    EXPECT_THAT(Refused(EvidenceKey::Public(key.public_pem)),
                HasSubstr("the public key is neither Ed25519"))
        << kind;
  }
}

TEST_F(Keys, AnEncryptedOneIsRefusedWithoutAQuestion) {
  MakeKey("key", "ed25519");
  MakeKey("ec", "ec -pkeyopt ec_paramgen_curve:P-256");
  for (const char* command : {"openssl pkey -in key -aes256 -passout pass:x",
                              "openssl ec -in ec -aes256 -passout pass:x"}) {
    EXPECT_THAT(Refused(EvidenceKey::Private(Output(command))),
                AllOf(HasSubstr("is encrypted"), HasSubstr("openssl pkey"),
                      Not(HasSubstr("interrupted"))));
  }
}

TEST_F(Keys, WhatIsNoneIsNamed) {
  const KeyPair key = MakeKey("key", "ed25519");
  EXPECT_THAT(Refused(EvidenceKey::Public(key.private_pem)),
              AllOf(HasSubstr("it holds 'PRIVATE KEY' and no public key"),
                    HasSubstr("openssl pkey -in KEY -pubout")));
  EXPECT_THAT(Refused(EvidenceKey::Private(key.public_pem)),
              HasSubstr("it holds 'PUBLIC KEY' and no private key"));
  EXPECT_THAT(Refused(EvidenceKey::Public(Output(
                  "openssl req -x509 -new -key key -subj /CN=x -days 1"))),
              HasSubstr("it holds 'CERTIFICATE' and no public key"));
  EXPECT_THAT(Refused(EvidenceKey::Public(
                  Output("openssl pkey -in key -pubout -outform DER"))),
              HasSubstr("it holds no PEM"));
  EXPECT_THAT(Refused(EvidenceKey::Private("")), HasSubstr("no PEM"));
}

TEST(Base64, GoesBothWays) {
  for (const char* text : {"", "a", "ab", "abc", "\xff\xfe"}) {
    EXPECT_EQ(FromBase64(Base64(text)), text);
  }
  EXPECT_EQ(Base64("hello"), "aGVsbG8=");
}

// "verifiers MUST accept either", says the protocol.
TEST(Base64, TakesTheUrlSafeAlphabetToo) {
  EXPECT_EQ(Base64("\xfb\xff\xbf>?"), "+/+/Pj8=");
  EXPECT_EQ(FromBase64("-_-_Pj8="), "\xfb\xff\xbf>?");
}

TEST_P(Dsse, OpensAnEnvelopeInUrlSafeBase64) {
  const std::string bytes = "\xfb\xff\xbf>?";
  json envelope = json::parse(*Sign(bytes, key_.private_pem));
  const auto url_safe = [](json& text) {
    std::string coded = text.get<std::string>();
    std::replace(coded.begin(), coded.end(), '+', '-');
    std::replace(coded.begin(), coded.end(), '/', '_');
    text = coded;
  };
  url_safe(envelope["payload"]);
  url_safe(envelope["signatures"][0]["sig"]);
  const auto payload = Open(envelope.dump(), key_.public_pem);
  ASSERT_TRUE(payload.ok()) << payload.error().message;
  EXPECT_EQ(*payload, bytes);
}

TEST(Base64, TakesOneSpellingOnly) {
  for (const char* text : {"aGVsbG8", "aGVsbG9=", "aGVs\nbG8=", " aGVsbG8=",
                           "aGV=bG8=", "====", "a-V/", "=", "a===", "-_8"}) {
    EXPECT_EQ(FromBase64(text), std::nullopt) << text;
  }
}

TEST(StrictJson, WhatTwoReadersTakeForTwoThingsIsRefused) {
  EXPECT_TRUE(ParseStrictJson(R"({"payload":"eA=="})").ok());
  EXPECT_FALSE(ParseStrictJson(R"({"payload":"eA==","payload":"eQ=="})").ok());
  EXPECT_FALSE(ParseStrictJson(std::string("{}\0{\"a\":1}", 10)).ok());
  EXPECT_FALSE(ParseStrictJson(std::string("{}\0", 3)).ok());
}

}  // namespace
}  // namespace iec
