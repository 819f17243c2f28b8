// SPDX-License-Identifier: Apache-2.0
#include "lib/catalogue/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "lib/base/text.h"

namespace iec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Catalogue, Holds122RequirementsWithUniqueIdsAndTokens) {
  std::set<std::string_view> ids;
  std::set<std::string> tokens;
  for (const Requirement& requirement : Requirements()) {
    ids.insert(requirement.id);
    tokens.insert(Token(requirement));
  }
  EXPECT_EQ(Requirements().size(), 122u);
  EXPECT_EQ(ids.size(), 122u);
  EXPECT_EQ(tokens.size(), 122u);
}

TEST(Catalogue, CountsForAnEmbeddedDeviceAreThoseOfTheStandard) {
  std::vector<size_t> by_level;
  for (int sl = 0; sl <= 4; ++sl) {
    by_level.push_back(Required(ComponentType::kEmbedded, sl).size());
  }
  EXPECT_THAT(by_level, ElementsAre(0, 36, 61, 77, 83));

  std::vector<size_t> by_fr;
  for (int fr = 1; fr <= 7; ++fr) {
    by_fr.push_back(Required(ComponentType::kEmbedded, 3, fr).size());
  }
  EXPECT_THAT(by_fr, ElementsAre(19, 19, 20, 5, 1, 3, 10));
}

TEST(Catalogue, EveryRowIsWellFormed) {
  int fr_before = 1;
  for (const Requirement& requirement : Requirements()) {
    SCOPED_TRACE(requirement.id);
    const std::string fr = std::to_string(requirement.fr);
    EXPECT_THAT(std::string(requirement.id), HasSubstr(" " + fr + "."));
    EXPECT_GE(requirement.fr, fr_before) << "not in the order of the standard";
    fr_before = requirement.fr;
    EXPECT_LE(requirement.fr, 7);
    EXPECT_GE(requirement.sl_c, 1);
    EXPECT_LE(requirement.sl_c, 4);
    EXPECT_FALSE(requirement.title.empty());
    EXPECT_TRUE(requirement.summary.ends_with('.'));
    // A prefix other than CR is a requirement of one component type alone.
    const std::string_view prefix =
        requirement.id.substr(0, requirement.id.find(' '));
    const unsigned types = prefix == "CR"    ? 15u
                           : prefix == "SAR" ? 1u
                           : prefix == "EDR" ? 2u
                           : prefix == "HDR" ? 4u
                           : prefix == "NDR" ? 8u
                                             : 0u;
    EXPECT_EQ(requirement.component_types, types);
  }
}

TEST(Catalogue, AnEnhancementFollowsItsBaseAndDemandsNoLowerLevel) {
  const Requirement* base = nullptr;
  for (const Requirement& requirement : Requirements()) {
    const size_t end = requirement.id.find(" RE(");
    if (end == std::string_view::npos) {
      base = &requirement;
      continue;
    }
    ASSERT_NE(base, nullptr);
    EXPECT_EQ(requirement.id.substr(0, end), base->id);
    EXPECT_GE(requirement.sl_c, base->sl_c) << requirement.id;
    EXPECT_EQ(requirement.component_types, base->component_types);
  }
}

TEST(Catalogue, ManualAreThoseThatOnlyADocumentShows) {
  const auto manual = [](std::string_view id) {
    const Requirement* requirement = FindRequirement(id);
    return requirement != nullptr && requirement->manual;
  };
  EXPECT_TRUE(manual("EDR 3.11"));
  EXPECT_TRUE(manual("CR 3.3"));
  EXPECT_TRUE(manual("CR 2.1 RE(3)"));
  EXPECT_FALSE(manual("CR 1.1"));
  EXPECT_FALSE(manual("CR 1.11"));
  EXPECT_FALSE(manual("EDR 2.13"));
  EXPECT_EQ(std::count_if(Requirements().begin(), Requirements().end(),
                          [](const Requirement& requirement) {
                            return requirement.manual;
                          }),
            19);
}

TEST(Catalogue, TokenSurvivesEveryWire) {
  for (const Requirement& requirement : Requirements()) {
    const std::string token = Token(requirement);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "abcdefghijklmnopqrstuvwxyz0123456789_"),
              std::string::npos)
        << token;
    EXPECT_EQ(Lower(token).find("setup"), std::string::npos) << token;
    EXPECT_EQ(FindRequirement(token), &requirement) << token;
    EXPECT_EQ(FindRequirement(requirement.id), &requirement);
    EXPECT_EQ(FindRequirement(Lower(requirement.id)), &requirement);
  }
  EXPECT_EQ(Token(*FindRequirement("EDR 3.14 RE(1)")), "EDR_3_14_RE_1");
  EXPECT_EQ(Token(*FindRequirement("CR 1.11")), "CR_1_11");
}

TEST(FindRequirement, TakesWhatPeopleType) {
  for (const char* spelled :
       {"CR 1.1 RE(1)", "cr 1.1 re 1", "CR 1.1-RE1", "CR1.1RE1", "CR-1.1-RE-1",
        "CR_1_1_RE_1", "cr1.1re(1)", "  CR 1.1 RE (1) ", "CR 1.1 - RE(1)"}) {
    const Requirement* found = FindRequirement(spelled);
    ASSERT_NE(found, nullptr) << spelled;
    EXPECT_EQ(found->id, "CR 1.1 RE(1)") << spelled;
  }
  for (const char* spelled : {"CR 1.11", "cr1.11", "CR_1_11", "CR-1.11"}) {
    const Requirement* found = FindRequirement(spelled);
    ASSERT_NE(found, nullptr) << spelled;
    EXPECT_EQ(found->id, "CR 1.11") << spelled;
  }
}

TEST(FindRequirement, RefusesWhatNamesNone) {
  for (const char* spelled :
       {"", "CR", "1.1", "CR 1", "CR 1.", "CR 1.111", "CR 1.01", "CR 2.4",
        "CR 1.1 RE(9)", "CR 1.1 RE(1", "CR 1.1 RE()", "CR 1.1 RE(1) x",
        "CR 1..1", "SR 1.1", "CR_1_11_locks_account_over_ssh",
        "CR 99999999999999999999.1", "CR 1.1 RE(0)"}) {
    EXPECT_EQ(FindRequirement(spelled), nullptr) << spelled;
  }
}

TEST(RequireRequirement, SuggestsWhatWasMeant) {
  const auto message = [](std::string_view spelled) {
    const auto result = RequireRequirement(spelled);
    return result.ok() ? std::string("found") : result.error().message;
  };
  EXPECT_EQ(message("cr 1.11"), "found");
  EXPECT_EQ(message("CT 1.11"),
            "IEC 62443-4-2 has no requirement 'CT 1.11': did you mean "
            "'CR 1.11'?");
  EXPECT_EQ(message("CR 2.4"),
            "IEC 62443-4-2 has no requirement 'CR 2.4': did you mean 'SAR "
            "2.4' or 'EDR 2.4' or 'HDR 2.4' or 'NDR 2.4'?");
  EXPECT_EQ(message("CR 1.11 RF1"),
            "IEC 62443-4-2 has no requirement 'CR 1.11 RF1': did you mean "
            "'CR 1.1 RE(1)'?");
  EXPECT_EQ(message("firewall"), "IEC 62443-4-2 has no requirement 'firewall'");
  EXPECT_EQ(message("\x1b[2J"), "IEC 62443-4-2 has no requirement '\\x1b[2J'");
}

TEST(ComponentType, NamesRoundTrip) {
  for (const auto type : {ComponentType::kSoftware, ComponentType::kEmbedded,
                          ComponentType::kHost, ComponentType::kNetwork}) {
    EXPECT_EQ(ParseComponentType(Name(type)), type);
  }
  EXPECT_EQ(Name(ComponentType::kEmbedded), "embedded");
  EXPECT_EQ(ParseComponentType("Embedded"), std::nullopt);
}

TEST(Catalogue, HasSevenFoundationalRequirementsAndFourConstraints) {
  int number = 0;
  for (const auto& fr : FoundationalRequirements()) {
    EXPECT_EQ(fr.number, ++number);
  }
  EXPECT_EQ(number, 7);
  ASSERT_EQ(Constraints().size(), 4u);
  EXPECT_EQ(Constraints()[3].id, "CCSC 4");
}

}  // namespace
}  // namespace iec
