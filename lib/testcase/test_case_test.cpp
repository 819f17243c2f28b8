// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/test_case.h"

#include <gtest/gtest.h>

#include <string>

namespace iec {
namespace {

TEST(DeclarationTest, EveryRuleBites) {
  TestCase good{.requirement = "CR_1_1",
                .name = "good",
                .body = [](Dut&) {},
                .file = "cr_1_1/good.cpp",
                .plan = "CR1.1.t1",
                .title = "t",
                .tried = "t",
                .passes_when = "p",
                .remedy = "r"};
  EXPECT_TRUE(ValidateDeclarations({good}).ok());
  const auto refused = [](TestCase test) {
    return !ValidateDeclarations({test}).ok();
  };
  auto bad = good;
  bad.requirement = "CR_9_9";
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.requirement = "CR 1.1";  // a spelling, but not the token
  EXPECT_TRUE(refused(bad));
  for (const char* name : {"RE_1", "with-hyphen", "the_setup_user", "a.b"}) {
    bad = good;
    const std::string file = std::string("cr_1_1/") + name + ".cpp";
    bad.name = name;
    bad.file = file;
    EXPECT_TRUE(refused(bad)) << name;
  }
  bad = good;
  bad.file = "cr_1_1/other.cpp";
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.title = "";
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.parameters = {"no.such"};
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.lanes = {};
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.shares = {Resource::kEverything};
  EXPECT_TRUE(refused(bad));
  bad.shares = bad.uses = {Resource::kAccounts};  // either, not both
  EXPECT_TRUE(refused(bad));
  auto waits = good;
  waits.parameters = {"lockout.unlock_seconds", "lockout.attempts"};
  waits.waits_for = "lockout.unlock_seconds";
  EXPECT_FALSE(refused(waits));
  bad = waits;
  bad.waits_for = "lockout.attempts";  // no time
  EXPECT_TRUE(refused(bad));
  bad = waits;
  bad.waits_for = "lockout.window_seconds";  // none of its parameters
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.waits = bad.timeout;
  EXPECT_TRUE(refused(bad));
  EXPECT_FALSE(ValidateDeclarations({good, good}).ok());
}

}  // namespace
}  // namespace iec
