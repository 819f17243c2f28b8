// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/paths.h"
#include "lib/base/text.h"

namespace iec {
namespace embedded {
extern const std::string_view kReferenceProfileYaml;
}  // namespace embedded

namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

std::string ProfilePath(const std::string& name) {
  return std::string(IEC_SOURCE_DIR) + "/lib/profile/profiles/" + name;
}

Profile Sound(std::string_view yaml) {
  auto profile = ParseProfile(yaml, "profile.yaml");
  EXPECT_TRUE(profile.ok()) << profile.error().message;
  return profile.ok() ? *std::move(profile) : Profile();
}

constexpr char kWhole[] = R"(schema: iec-profile/1
name: pump controller 7
component_type: network
target_sl: [3, 2, 3, 1, 0, 4, 2]
capabilities: [ssh, second_factor, tpm]
interfaces:
  - kind: ssh
    name: service port
    address: "2001:db8::1"
    port: 2222
  - {kind: ssh, name: front, local: false}
  - kind: ssh
    name: loopback
    address: ::1
parameters:
  lockout: {attempts: 5, unlock_seconds: 0}
  password.dictionary: false
  filesystem:
    setuid: [4755 root:root /usr/bin/su]
hooks:
  enrol_second_factor: [/opt/enrol, --account, "{user}"]
harness:
  - name: lab sshd
    description: |
      A second sshd on port 2200,
      of the lab alone.
waivers:
  - target: cr 1.11
    justification: The pump must stay reachable.
    approver: A. Person
    expires: 2028-02-29
  - target: CR_1_1_RE_2_asks_for_two_factors
    justification: Ordered.
    approver: B. Person
    expires: "2027-12-31"
)";

TEST(ParseProfile, ReadsEachKey) {
  const Profile profile = Sound(kWhole);
  EXPECT_EQ(profile.path, "profile.yaml");
  EXPECT_EQ(profile.sha256, Sha256Hex(kWhole));
  EXPECT_EQ(profile.name, "pump controller 7");
  EXPECT_EQ(profile.component, ComponentType::kNetwork);
  EXPECT_THAT(profile.target_levels, ElementsAre(3, 2, 3, 1, 0, 4, 2));
  EXPECT_THAT(profile.capabilities,
              UnorderedElementsAre(Capability::kSsh, Capability::kSecondFactor,
                                   Capability::kTpm));
  EXPECT_FALSE(profile.Declares(Capability::kConsole));

  ASSERT_EQ(profile.interfaces.size(), 3u);
  EXPECT_EQ(profile.interfaces[2].address, "::1");
  EXPECT_EQ(profile.interfaces[0].kind, HumanInterface::Kind::kSsh);
  EXPECT_EQ(profile.interfaces[0].name, "service port");
  EXPECT_EQ(profile.interfaces[0].address, "2001:db8::1");
  EXPECT_EQ(profile.interfaces[0].port, 2222);
  EXPECT_EQ(profile.interfaces[1].address, "127.0.0.1");
  EXPECT_EQ(profile.interfaces[1].port, 22);
  EXPECT_TRUE(profile.interfaces[0].local);
  EXPECT_FALSE(profile.interfaces[1].local);

  EXPECT_THAT(profile.hooks.enrol_second_factor,
              ElementsAre("/opt/enrol", "--account", "{user}"));
  ASSERT_EQ(profile.harness.size(), 1u);
  EXPECT_EQ(profile.harness[0].description,
            "A second sshd on port 2200,\nof the lab alone.");
  ASSERT_EQ(profile.waivers.size(), 2u);
  EXPECT_EQ(profile.waivers[0].target, "cr 1.11");
  EXPECT_EQ(profile.waivers[0].approver, "A. Person");
  EXPECT_EQ(profile.waivers[0].expires, "2028-02-29");
  EXPECT_EQ(profile.waivers[1].target, "CR_1_1_RE_2_asks_for_two_factors");
}

TEST(Profile, GivesTheValueInForceWithItsType) {
  const Profile profile = Sound(kWhole);
  EXPECT_EQ(profile.parameters.size(), 4u) << "only what is written";
  EXPECT_EQ(*profile.Integer("lockout.attempts"), 5);
  EXPECT_EQ(*profile.Integer("lockout.window_seconds"), 900);
  EXPECT_FALSE(*profile.Flag("password.dictionary"));
  EXPECT_THAT(*profile.List("filesystem.setuid"),
              ElementsAre("4755 root:root /usr/bin/su"));
  EXPECT_THAT(*profile.List("filesystem.skip"), ElementsAre());
  EXPECT_EQ(ToText(*profile.Value("lockout.unlock_seconds")), "0");
}

TEST(Profile, AskingForWhatIsNotThereIsAnError) {
  const Profile profile = Sound(kWhole);
  EXPECT_EQ(profile.Integer("lockout.atempts").error().message,
            "there is no parameter 'lockout.atempts': did you mean "
            "'lockout.attempts'?");
  EXPECT_EQ(profile.Text("lockout.attempts").error().message,
            "the parameter 'lockout.attempts' is not of the type text; see "
            "lib/profile/parameters.yaml");
}

TEST(ParseProfile, TakesAWeakValueThatIsAFindingLater) {
  const Profile profile = Sound(kWhole);
  const auto& known = profile.known_parameters.at("password.dictionary");
  EXPECT_NE(WeakerThanFloor(known, *profile.Value("password.dictionary")),
            std::nullopt);
}

TEST(ParseProfile, TakesOneLevelOrOneForEachFr) {
  const std::string rest =
      "schema: iec-profile/1\nname: x\ncomponent_type: host\n"
      "capabilities: []\ntarget_sl: ";
  EXPECT_THAT(Sound(rest + "2\n").target_levels, Each(2));
  EXPECT_THAT(Sound(rest + "{fr7: 1, fr1: 4, fr2: 0, fr3: 0, fr4: 0, fr5: 0, "
                           "fr6: 2}\n")
                  .target_levels,
              ElementsAre(4, 0, 0, 0, 0, 2, 1));
}

TEST(ParseProfile, TakesEachComponentTypeAndCapability) {
  for (const char* type : {"embedded", "host", "network", "software"}) {
    const Profile profile =
        Sound(std::string("schema: iec-profile/1\nname: x\ncomponent_type: ") +
              type + "\ntarget_sl: 1\ncapabilities: []\n");
    EXPECT_EQ(Name(profile.component), type);
  }
  for (const Capability capability : AllCapabilities()) {
    EXPECT_EQ(ParseCapability(Name(capability)), capability);
  }
  EXPECT_EQ(AllCapabilities().size(), 10u);
  EXPECT_EQ(ParseCapability("SSH"), std::nullopt);
}

TEST(ReferenceProfile, IsCompiledInByteForByte) {
  const auto file = ReadFile(ProfilePath("reference.yaml"));
  ASSERT_TRUE(file.ok()) << file.error().message;
  EXPECT_EQ(*file, embedded::kReferenceProfileYaml);
}

TEST(ReferenceProfile, IsAnEmbeddedDeviceAtLevel3WithNoWeakParameter) {
  const Profile profile = Sound(embedded::kReferenceProfileYaml);
  EXPECT_EQ(profile.component, ComponentType::kEmbedded);
  EXPECT_THAT(profile.target_levels, Each(3));
  EXPECT_TRUE(profile.Declares(Capability::kSecondFactor));
  EXPECT_EQ(profile.interfaces.size(), 2u);
  EXPECT_TRUE(profile.waivers.empty());
  for (const auto& [name, value] : profile.parameters) {
    EXPECT_EQ(WeakerThanFloor(profile.known_parameters.at(name), value),
              std::nullopt);
  }
}

TEST(StockProfile, DeclaresNoSecondFactor) {
  const auto profile = LoadProfile(ProfilePath("stock.yaml"));
  ASSERT_TRUE(profile.ok()) << profile.error().message;
  EXPECT_FALSE(profile->Declares(Capability::kSecondFactor));
  EXPECT_TRUE(profile->hooks.enrol_second_factor.empty());
  EXPECT_EQ(profile->path, ProfilePath("stock.yaml"));
}

TEST(ProfileDocument, ItsExampleIsAProfileAndItNamesEachCapability) {
  const auto page = ReadFile(std::string(IEC_SOURCE_DIR) + "/docs/profile.md");
  ASSERT_TRUE(page.ok()) << page.error().message;
  for (const Capability capability : AllCapabilities()) {
    EXPECT_THAT(*page, HasSubstr("`" + std::string(Name(capability)) + "`"));
  }
  const size_t begin = page->find("    schema: iec-profile/1");
  const size_t end = page->find("\n\n", begin);
  ASSERT_NE(end, std::string::npos);
  std::string yaml;
  for (const std::string& line :
       Split(page->substr(begin, end - begin), '\n')) {
    yaml += line.substr(4) + "\n";
  }
  EXPECT_EQ(Sound(yaml).interfaces.size(), 2u);
}

TEST(LoadProfile, NamesAFileThatIsNotThere) {
  const auto profile = LoadProfile("/nonexistent/profile.yaml");
  ASSERT_FALSE(profile.ok());
  EXPECT_THAT(profile.error().message, HasSubstr("/nonexistent/profile.yaml"));
  EXPECT_FALSE(LoadProfileOrDefault("/nonexistent/profile.yaml").ok())
      << "a profile that was asked for is not replaced by another one";
}

TEST(LoadProfileOrDefault, TakesTheOneCompiledInWhereTheDeviceHasNone) {
  if (Exists(kProfilePath)) {
    GTEST_SKIP() << "this machine has a profile of its own";
  }
  const auto profile = LoadProfileOrDefault("");
  ASSERT_TRUE(profile.ok()) << profile.error().message;
  EXPECT_EQ(profile->path, "(built in)");
  EXPECT_EQ(profile->sha256, Sha256Hex(embedded::kReferenceProfileYaml));
}

}  // namespace
}  // namespace iec
