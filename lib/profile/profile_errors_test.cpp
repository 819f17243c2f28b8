// SPDX-License-Identifier: Apache-2.0
// What a person reads who wrote a profile wrongly, word for word.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/profile/profile.h"
#include "lib/profile/profile_checks.h"

namespace iec {
namespace {

// Ten lines; what a case adds begins in line 11.
constexpr char kSound[] = R"(schema: iec-profile/1
name: device
component_type: embedded
target_sl: 3
capabilities: [console, ssh]
interfaces:
  - {kind: console, name: console}
  - kind: ssh
    name: ssh
    port: 22
)";

// kSound with replaced pieces.
std::string With(std::vector<std::pair<std::string, std::string>> changes) {
  std::string yaml = kSound;
  for (const auto& [from, to] : changes) {
    const size_t at = yaml.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) yaml.replace(at, from.size(), to);
  }
  return yaml;
}

std::string Plus(const std::string& lines) { return kSound + lines; }

std::string ErrorOf(std::string_view yaml) {
  const auto profile = ParseProfile(yaml, "p.yaml");
  return profile.ok() ? "valid" : profile.error().message;
}

TEST(ProfileErrors, NoneInASoundFile) { EXPECT_EQ(ErrorOf(kSound), "valid"); }

TEST(ProfileErrors, AnEmptyFile) {
  EXPECT_EQ(ErrorOf(""), "p.yaml:1:1: the file is empty");
}

TEST(ProfileErrors, NotAMap) {
  EXPECT_EQ(ErrorOf("- a\n"),
            "p.yaml:1:1: the file: expected keys with values, found a list");
}

TEST(ProfileErrors, MissingKeys) {
  EXPECT_EQ(ErrorOf("name: x\n"),
            "p.yaml:1:1: the key 'schema' is missing\n"
            "p.yaml:1:1: the key 'component_type' is missing\n"
            "p.yaml:1:1: the key 'target_sl' is missing\n"
            "p.yaml:1:1: the key 'capabilities' is missing");
}

TEST(ProfileErrors, AMisspeltKey) {
  EXPECT_EQ(ErrorOf(With({{"component_type", "componnent_type"}})),
            "p.yaml:1:1: the key 'component_type' is missing\n"
            "p.yaml:3:1: the key 'componnent_type' is unknown: did you "
            "mean 'component_type'?");
}

TEST(ProfileErrors, AnotherSchema) {
  EXPECT_EQ(ErrorOf(With({{"iec-profile/1", "iec-profile/2"}})),
            "p.yaml:1:9: schema: 'iec-profile/2' is unknown: did you mean "
            "'iec-profile/1'?");
}

TEST(ProfileErrors, AMisspeltComponentType) {
  EXPECT_EQ(ErrorOf(With({{"embedded", "embeded"}})),
            "p.yaml:3:17: component_type: 'embeded' is unknown: did you "
            "mean 'embedded'?");
}

TEST(ProfileErrors, ATextWithoutContent) {
  EXPECT_EQ(ErrorOf(With({{"name: device", "name:"}})),
            "p.yaml:2:1: name: expected text, found nothing");
}

TEST(ProfileErrors, SeveralLinesForOne) {
  EXPECT_EQ(ErrorOf(With({{"name: device", "name: |\n  two\n  lines"}})),
            "p.yaml:2:7: name: must be one line without tabs");
}

TEST(ProfileErrors, AMisspeltAndARepeatedCapability) {
  EXPECT_EQ(ErrorOf(With({{"[console, ssh]", "[console, shh, ssh, ssh]"}})),
            "p.yaml:5:25: capabilities[2]: 'shh' is unknown: did you mean "
            "'ssh'?\n"
            "p.yaml:5:35: capabilities[4]: 'ssh' is there twice");
}

TEST(ProfileErrors, AValueForAList) {
  EXPECT_EQ(ErrorOf(With({{"[console, ssh]", "console"}})),
            "p.yaml:5:15: capabilities: expected a list, found a single "
            "value; an empty list is []");
}

TEST(ProfileErrors, ALevelBeyondFour) {
  EXPECT_EQ(ErrorOf(With({{"target_sl: 3", "target_sl: 5"}})),
            "p.yaml:4:12: target_sl: 5 is not between 0 and 4");
}

TEST(ProfileErrors, AQuotedNumber) {
  EXPECT_EQ(ErrorOf(With({{"target_sl: 3", "target_sl: \"3\""}})),
            "p.yaml:4:12: target_sl: '3' is not a whole number; write it "
            "without quotes");
}

TEST(ProfileErrors, TooFewLevels) {
  EXPECT_EQ(ErrorOf(With({{"target_sl: 3", "target_sl: [3, 3]"}})),
            "p.yaml:4:12: target_sl: 2 levels; 7 are needed, for FR 1 to "
            "FR 7");
}

TEST(ProfileErrors, ALevelLeftOut) {
  EXPECT_EQ(
      ErrorOf(With(
          {{"target_sl: 3",
            "target_sl: {fr1: 3, fr2: 3, fr3: 3, fr4: 3, fr5: 3, fr7: 3}"}})),
      "p.yaml:4:12: target_sl: the key 'fr6' is missing");
}

TEST(ProfileErrors, APortOutOfRange) {
  EXPECT_EQ(ErrorOf(With({{"port: 22", "port: 65536"}})),
            "p.yaml:10:11: interfaces[2].port: 65536 is not between 1 and "
            "65535");
}

TEST(ProfileErrors, AnOctalNumber) {
  EXPECT_EQ(ErrorOf(With({{"port: 22", "port: 022"}})),
            "p.yaml:10:11: interfaces[2].port: '022' is not a whole number");
}

TEST(ProfileErrors, AMisspeltKeyOfAnInterface) {
  EXPECT_EQ(ErrorOf(With({{"port: 22", "adress: 10.0.0.1"}})),
            "p.yaml:10:5: interfaces[2]: the key 'adress' is unknown: did "
            "you mean 'address'?");
}

TEST(ProfileErrors, AHostName) {
  EXPECT_EQ(ErrorOf(With({{"port: 22", "address: localhost"}})),
            "p.yaml:10:14: interfaces[2].address: 'localhost' is not a "
            "numeric IPv4 or IPv6 address; names are not looked up");
}

TEST(ProfileErrors, AConsoleWithAPortAndANameTwice) {
  EXPECT_EQ(ErrorOf(With({{"name: console", "name: ssh, port: 22"}})),
            "p.yaml:7:38: interfaces[1].port: a console has none\n"
            "p.yaml:9:11: interfaces[2].name: 'ssh' is there twice");
}

TEST(ProfileErrors, AConsoleThatIsNotLocal) {
  EXPECT_EQ(ErrorOf(With({{"name: console", "name: console, local: false"}})),
            "p.yaml:7:43: interfaces[1].local: a console always is");
}

TEST(ProfileErrors, AnInterfaceWithoutItsCapability) {
  EXPECT_EQ(ErrorOf(With({{"[console, ssh]", "[console]"}})),
            "p.yaml:8:5: interfaces[2]: an interface of kind ssh needs the "
            "capability 'ssh'");
}

TEST(ProfileErrors, ACapabilityWithoutItsInterface) {
  EXPECT_EQ(ErrorOf(With({{"  - {kind: console, name: console}\n", ""}})),
            "p.yaml:7:3: interfaces: the capability 'console' needs an "
            "interface of kind console");
}

TEST(ProfileErrors, ASecondFactorWithoutItsHook) {
  EXPECT_EQ(
      ErrorOf(With({{"[console, ssh]", "[console, ssh, second_factor]"}})),
      "p.yaml:5:15: capabilities: 'second_factor' needs "
      "hooks.enrol_second_factor, or no test could log in");
}

TEST(ProfileErrors, AHookWithoutItsCapability) {
  EXPECT_EQ(ErrorOf(Plus(
                "hooks:\n  enrol_second_factor: [/opt/enrol, \"{user}\"]\n")),
            "p.yaml:12:3: hooks: enrol_second_factor needs the capability "
            "'second_factor'");
}

TEST(ProfileErrors, AHookThatIsNoProgram) {
  EXPECT_EQ(ErrorOf(Plus(
                "hooks:\n  enrol_second_factor: [enrol, x]\n  erase: [/b]\n")),
            "p.yaml:12:24: hooks.enrol_second_factor: the first item must "
            "be the absolute path of a program\n"
            "p.yaml:13:3: hooks: the key 'erase' is unknown; known are: "
            "enrol_second_factor, backup");
}

TEST(ProfileErrors, AHookThatIsNotToldTheAccount) {
  EXPECT_EQ(
      ErrorOf(Plus("hooks:\n  enrol_second_factor: [/opt/enrol, user]\n")),
      "p.yaml:12:24: hooks.enrol_second_factor: no argument holds "
      "{user}, so the program cannot know the account");
}

TEST(ProfileErrors, ABackupThatIsNotToldItsPlace) {
  EXPECT_EQ(ErrorOf(With({{"[console, ssh]", "[console, ssh, backup]"}}) +
                    "hooks:\n  backup: [/opt/backup, here]\n"),
            "p.yaml:12:11: hooks.backup: no argument holds {file}, so the "
            "program cannot know where to put the backup");
  EXPECT_EQ(ErrorOf(With({{"[console, ssh]", "[console, ssh, backup]"}})),
            "p.yaml:5:15: capabilities: 'backup' needs hooks.backup, or no "
            "test could make one");
}

TEST(ProfileErrors, ParametersUnknownImpossibleAndTwice) {
  EXPECT_EQ(ErrorOf(Plus("parameters:\n"
                         "  lockout: {atempts: 3, attempts: 0}\n"
                         "  lockout.attempts: three\n"
                         "  lokout: {}\n"
                         "  passwd.len: 3\n"
                         "  password.min_length: 9\n"
                         "  password: {min_length: 9}\n")),
            "p.yaml:12:13: parameters: 'lockout.atempts' is unknown: did "
            "you mean 'lockout.attempts'?\n"
            "p.yaml:12:35: lockout.attempts: 0 is not between 1 and 100\n"
            "p.yaml:13:21: lockout.attempts: 'three' is not a whole number\n"
            "p.yaml:14:3: parameters: 'lokout' holds nothing\n"
            "p.yaml:15:3: parameters: 'passwd.len' is unknown; 'iec-runner "
            "explain' lists them\n"
            "p.yaml:17:14: parameters: 'password.min_length' is there twice");
}

TEST(ProfileErrors, ParametersOfAnotherType) {
  EXPECT_EQ(ErrorOf(Plus("parameters:\n"
                         "  password: {dictionary: yes, min_length: 12.0}\n"
                         "  filesystem:\n"
                         "    setuid: [/usr/bin/su]\n"
                         "    devices: [/dev/null, /dev/null, dev]\n")),
            "p.yaml:12:26: password.dictionary: 'yes' is neither true nor "
            "false\n"
            "p.yaml:12:43: password.min_length: '12.0' is not a whole "
            "number\n"
            "p.yaml:14:14: filesystem.setuid[1]: '/usr/bin/su' does not "
            "read as MODE OWNER:GROUP PATH, such as '4755 root:root "
            "/usr/bin/su'\n"
            "p.yaml:15:26: filesystem.devices[2]: '/dev/null' is there "
            "twice\n"
            "p.yaml:15:37: filesystem.devices[3]: 'dev' is not an absolute "
            "path");
}

TEST(ProfileErrors, AnIncompleteWaiver) {
  EXPECT_EQ(ErrorOf(Plus("waivers:\n"
                         "  - target: CR 1.111\n"
                         "    justification: ''\n"
                         "    approver: A\n"
                         "    expires: 2027-02-29\n"
                         "  - target: CR_1_1_some_test\n")),
            "p.yaml:12:13: waivers[1].target: this is no test id, and IEC "
            "62443-4-2 has no requirement 'CR 1.111': did you mean 'CR "
            "1.11'?\n"
            "p.yaml:13:20: waivers[1].justification: the text is empty\n"
            "p.yaml:15:14: waivers[1].expires: '2027-02-29' is no day of "
            "the calendar, written YYYY-MM-DD\n"
            "p.yaml:16:5: waivers[2]: the key 'justification' is missing\n"
            "p.yaml:16:5: waivers[2]: the key 'approver' is missing\n"
            "p.yaml:16:5: waivers[2]: the key 'expires' is missing");
}

TEST(ProfileErrors, ARequirementWaivedTwice) {
  EXPECT_EQ(ErrorOf(Plus("waivers:\n"
                         "  - {target: CR 1.1, justification: x, approver: y,\n"
                         "     expires: 2027-01-01}\n"
                         "  - {target: CR_1_1, justification: x, approver: y,\n"
                         "     expires: 2027-01-01}\n")),
            "p.yaml:14:14: waivers[2].target: 'CR 1.1' is waived twice");
}

TEST(ProfileErrors, AHarnessWithoutADescription) {
  EXPECT_EQ(
      ErrorOf(Plus("harness:\n  - {name: x}\n  - {name: x, description: d}\n")),
      "p.yaml:12:5: harness[1]: the key 'description' is missing\n"
      "p.yaml:13:12: harness[2].name: 'x' is there twice");
}

TEST(ProfileErrors, AKeyTwice) {
  EXPECT_EQ(ErrorOf(Plus("name: again\n")),
            "p.yaml:11:1: the key 'name' is there twice");
}

TEST(ProfileErrors, ATab) {
  EXPECT_EQ(ErrorOf(Plus("harness:\n\t- name: x\n")),
            "p.yaml:12:1: a tab in the indentation: indent with spaces");
}

TEST(ProfileErrors, AnOpenBracket) {
  EXPECT_EQ(ErrorOf(Plus("harness: [1, 2\n")),
            "p.yaml:12:1: this is not YAML: a '[' without its ']' (end of "
            "sequence flow not found)");
}

TEST(ProfileErrors, WrongIndentation) {
  EXPECT_EQ(ErrorOf(Plus("harness: x\n waivers: []\n")),
            "p.yaml:12:9: this is not YAML: check the indentation, and put "
            "text with ': ' in quotes (illegal map value)");
}

TEST(ProfileErrors, AnAlias) {
  EXPECT_EQ(ErrorOf(With({{"name: device", "name: &n device"},
                          {"name: ssh", "name: *n"}})),
            "p.yaml:2:7: anchors are not read: write the value out\n"
            "p.yaml:9:11: aliases are not read: write the value out");
}

TEST(ProfileErrors, TextThatWouldForgeALine) {
  EXPECT_EQ(ErrorOf(With({{"ssh]", "\"<LAVA IEC1\"]"}})),
            "p.yaml:5:25: capabilities[2]: '\\x3cLAVA IEC-1' is unknown; "
            "known are: console, ssh, password, second_factor, audit, "
            "firewall, tpm, wireless, mobile_code, backup");
}

TEST(ProfileErrors, ALongListIsCut) {
  std::string yaml = kSound;
  yaml += "parameters:\n";
  for (int i = 0; i < 70; ++i) yaml += "  p" + std::to_string(i) + ".x: 1\n";
  EXPECT_THAT(ErrorOf(yaml), ::testing::EndsWith("\np.yaml: 20 more errors"));
}

TEST(ProfileChecks, DatesAreDaysOfTheCalendar) {
  for (const char* date :
       {"2026-01-01", "2028-02-29", "2000-02-29", "9999-12-31"}) {
    EXPECT_TRUE(IsDate(date)) << date;
  }
  for (const char* date :
       {"", "2026-1-01", "2026-13-01", "2026-00-10", "2026-04-31", "2100-02-29",
        "2026/01/01", "20260101", "2026-01-01T00:00Z", "-026-01-01",
        "2026--1-01", "0000-01-01"}) {
    EXPECT_FALSE(IsDate(date)) << date;
  }
}

TEST(ProfileChecks, AddressesAreNumbers) {
  for (const char* address : {"127.0.0.1", "::1", "2001:db8::7:1"}) {
    EXPECT_TRUE(IsNumericAddress(address)) << address;
  }
  for (const char* address :
       {"", "localhost", "127.1", "1.2.3.4.5", "256.0.0.1", "fe80::1%eth0",
        "[::1]", "127.0.0.1 "}) {
    EXPECT_FALSE(IsNumericAddress(address)) << address;
  }
}

TEST(ProfileChecks, ATestIdBeginsWithARequirement) {
  for (const char* id :
       {"CR_1_11_locks_account_over_ssh", "CR_1_1_RE_1_x", "EDR_3_14_boots"}) {
    EXPECT_TRUE(HasFormOfTestId(id)) << id;
  }
  for (const char* id : {"", "CR_1_11", "CR_1_11_", "CR_1_1_RE_9", "CR_1_11-x",
                         "CR_9_9_x", "locks_account", "CR 1.11_x"}) {
    EXPECT_FALSE(HasFormOfTestId(id)) << id;
  }
}

}  // namespace
}  // namespace iec
