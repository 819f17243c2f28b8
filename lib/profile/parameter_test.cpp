// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/parameter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/base/file.h"

namespace iec {
namespace embedded {
extern const std::string_view kParametersYaml;
}  // namespace embedded

namespace {

using ::testing::HasSubstr;
using Type = Parameter::Type;

Parameter Known(const std::string& name) {
  const auto parameters = LoadParameters();
  EXPECT_TRUE(parameters.ok()) << parameters.error().message;
  const auto found = parameters->find(name);
  EXPECT_NE(found, parameters->end()) << name;
  return found == parameters->end() ? Parameter() : found->second;
}

TEST(EmbeddedParameters, AreTheFileByteForByte) {
  const auto file =
      ReadFile(std::string(IEC_SOURCE_DIR) + "/lib/profile/parameters.yaml");
  ASSERT_TRUE(file.ok()) << file.error().message;
  EXPECT_EQ(*file, embedded::kParametersYaml);
}

TEST(EmbeddedParameters, AreValidAndEachSaysWhoAsksForIt) {
  const auto parameters = LoadParameters();
  ASSERT_TRUE(parameters.ok()) << parameters.error().message;
  for (const auto& [name, parameter] : *parameters) {
    SCOPED_TRACE(name);
    EXPECT_EQ(parameter.name, name);
    EXPECT_TRUE(parameter.description.ends_with('.'));
    EXPECT_THAT(parameter.source, HasSubstr("default"));
    EXPECT_EQ(WeakerThanFloor(parameter, parameter.fallback), std::nullopt);
    if (!FloorText(parameter).empty()) {
      EXPECT_THAT(parameter.source, HasSubstr("floor"));
    }
    EXPECT_EQ(parameter.unit.empty(), parameter.type != Type::kInteger);
  }
}

TEST(EmbeddedParameters, HaveTheValuesThatTheTestsRelyOn) {
  EXPECT_EQ(Known("lockout.attempts").fallback, ParameterValue(int64_t{3}));
  EXPECT_EQ(Known("lockout.unlock_seconds").fallback,
            ParameterValue(int64_t{60}));
  EXPECT_EQ(Known("lockout.window_seconds").fallback,
            ParameterValue(int64_t{900}));
  EXPECT_EQ(Known("lockout.tolerance").fallback, ParameterValue(int64_t{0}));
  EXPECT_EQ(Known("password.min_length").fallback, ParameterValue(int64_t{12}));
  EXPECT_EQ(Known("password.min_classes").fallback, ParameterValue(int64_t{3}));
  EXPECT_EQ(Known("password.dictionary").fallback, ParameterValue(true));
  EXPECT_EQ(Known("password.min_changed_characters").fallback,
            ParameterValue(int64_t{4}));
  for (const char* name : {"filesystem.setuid", "filesystem.capabilities",
                           "filesystem.world_writable", "filesystem.sockets",
                           "filesystem.devices", "filesystem.skip"}) {
    EXPECT_EQ(Known(name).fallback, ParameterValue(std::vector<std::string>()));
  }
}

TEST(WeakerThanFloor, Bites) {
  const auto weak = [](const std::string& name, ParameterValue value) {
    return WeakerThanFloor(Known(name), value).value_or("strong enough");
  };
  const auto number = [](int64_t value) { return ParameterValue(value); };
  EXPECT_EQ(weak("lockout.attempts", number(10)), "strong enough");
  EXPECT_EQ(weak("lockout.attempts", number(11)),
            "lockout.attempts is 11 attempts, weaker than the floor: at most "
            "10");
  EXPECT_EQ(weak("lockout.unlock_seconds", number(60)), "strong enough");
  EXPECT_EQ(weak("lockout.unlock_seconds", number(59)),
            "lockout.unlock_seconds is 59 seconds, weaker than the floor: at "
            "least 60, or exactly 0");
  EXPECT_EQ(weak("lockout.unlock_seconds", number(0)), "strong enough");
  EXPECT_EQ(weak("lockout.window_seconds", number(1)),
            "lockout.window_seconds is 1 seconds, weaker than the floor: at "
            "least 60");
  EXPECT_EQ(weak("lockout.tolerance", number(1)), "strong enough");
  EXPECT_EQ(weak("lockout.tolerance", number(2)),
            "lockout.tolerance is 2 attempts, weaker than the floor: at most "
            "1");
  EXPECT_EQ(weak("password.min_length", number(8)), "strong enough");
  EXPECT_EQ(weak("password.min_length", number(7)),
            "password.min_length is 7 characters, weaker than the floor: at "
            "least 8");
  EXPECT_EQ(weak("password.min_classes", number(2)),
            "password.min_classes is 2 classes, weaker than the floor: at "
            "least 3");
  EXPECT_EQ(weak("password.min_changed_characters", number(0)),
            "password.min_changed_characters is 0 characters, weaker than the "
            "floor: at least 1");
  EXPECT_EQ(weak("password.dictionary", ParameterValue(true)), "strong enough");
  EXPECT_EQ(weak("password.dictionary", ParameterValue(false)),
            "password.dictionary is false, weaker than the floor: must be "
            "true");
  EXPECT_EQ(weak("password.dictionary", number(1)),
            "password.dictionary is 1, which is not of the type boolean");
}

TEST(ToText, ShowsEachType) {
  EXPECT_EQ(ToText(ParameterValue(int64_t{-3})), "-3");
  EXPECT_EQ(ToText(ParameterValue(false)), "false");
  EXPECT_EQ(ToText(ParameterValue(std::string("word"))), "word");
  EXPECT_EQ(ToText(ParameterValue(std::vector<std::string>{"/a", "/b c"})),
            "[/a, /b c]");
  EXPECT_EQ(ToText(ParameterValue(std::vector<std::string>{})), "[]");
}

std::string ParametersError(const std::string& table) {
  const auto parsed = ParseParameters(
      "schema: iec-parameters/1\nparameters:\n" + table, "p.yaml");
  return parsed.ok() ? "valid" : parsed.error().message;
}

constexpr char kSound[] =
    "  a.b:\n"
    "    type: integer\n"
    "    unit: seconds\n"
    "    description: Some time.\n"
    "    default: 5\n"
    "    lowest: 0\n"
    "    highest: 9\n"
    "    at_least: 2\n"
    "    source: own choice\n";

TEST(ParseParameters, TakesASoundTable) {
  EXPECT_EQ(ParametersError(kSound), "valid");
}

TEST(ParseParameters, RefusesAWeakOrImpossibleDefault) {
  std::string weak = kSound;
  weak.replace(weak.find("default: 5"), 10, "default: 1");
  EXPECT_EQ(ParametersError(weak),
            "p.yaml:7:14: the default: a.b is 1 seconds, weaker than the "
            "floor: at least 2");
  std::string impossible = kSound;
  impossible.replace(impossible.find("default: 5"), 10, "default: 10");
  EXPECT_EQ(ParametersError(impossible),
            "p.yaml:7:14: a.b: 10 is not between 0 and 9");
}

TEST(ParseParameters, RefusesAFloorOfAnotherType) {
  EXPECT_EQ(ParametersError("  a.b:\n"
                            "    type: boolean\n"
                            "    description: A switch.\n"
                            "    default: true\n"
                            "    at_least: 1\n"
                            "    source: own choice\n"),
            "p.yaml:7:5: a.b: the key 'at_least' is unknown; known are: type, "
            "unit, description, source, must_be, default");
}

TEST(ParseParameters, RefusesAnIncompleteEntry) {
  EXPECT_EQ(ParametersError("  nodots:\n    type: numbr\n"),
            "p.yaml:3:3: 'nodots' is no parameter name such as 'a.b_c'\n"
            "p.yaml:4:11: nodots.type: 'numbr' is unknown; known are: "
            "integer, boolean, text, list");
}

}  // namespace
}  // namespace iec
