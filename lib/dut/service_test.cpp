// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/dut/process.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kTwo[] =
    "Id=ssh.service\n"
    "LoadState=loaded\n"
    "ActiveState=active\n"
    "SubState=running\n"
    "ExecStart={ path=/usr/bin/true ; argv[]=/usr/bin/true ; status=0/0 }\n"
    "ExecStart={ path=/usr/sbin/sshd ; argv[]=/usr/sbin/sshd -D ; pid=7 }\n"
    "MainPID=7\n"
    "\n"
    "MainPID=0\n"
    "Id=none.service\n"
    "LoadState=not-found\n"
    "ActiveState=inactive\n"
    "SubState=dead\n";

TEST(ServiceTest, ReadsWhatSystemctlShows) {
  const auto states = ParseServices(kTwo, {"sshd.service", "none.service"});
  ASSERT_TRUE(states.ok()) << states.error().message;
  const ServiceState& ssh = states->at(0);
  EXPECT_EQ(ssh.name, "sshd.service");
  EXPECT_EQ(ssh.id, "ssh.service");
  EXPECT_TRUE(ssh.Exists() && ssh.Active());
  EXPECT_THAT(ssh.programs, ElementsAre("/usr/bin/true", "/usr/sbin/sshd"));
  EXPECT_EQ(ssh.main_pid, 7);
  const ServiceState& none = states->at(1);
  EXPECT_FALSE(none.Exists() || none.Active());
}

TEST(ServiceTest, RefusesWhatItDidNotAskFor) {
  const auto message = [](const std::string& text) {
    const auto states = ParseServices(text, {"a.service"});
    return states.ok() ? "" : states.error().message;
  };
  const std::string good =
      "Id=a.service\nLoadState=loaded\nActiveState=active\nSubState=running\n";
  EXPECT_EQ(message(good), "");
  EXPECT_THAT(message(""), HasSubstr("0 units instead of 1"));
  EXPECT_THAT(message(kTwo), HasSubstr("2 units instead of 1"));
  EXPECT_THAT(message("Id=a.service\n"), HasSubstr("no LoadState"));
  EXPECT_THAT(message(good + "Id=b.service\n"), HasSubstr("Id twice"));
  EXPECT_THAT(message(good + "Description=x\n"), HasSubstr("not asked for"));
  EXPECT_THAT(message(good + "Failed to connect\n"), HasSubstr("without '='"));
  EXPECT_THAT(message(good + "MainPID=x\n"), HasSubstr("no number"));
  EXPECT_THAT(message(good + "ExecStart=/bin/true\n"),
              HasSubstr("unknown form"));
}

TEST(ServiceTest, AsksThisMachine) {
  if (!Exists("/run/systemd/system")) {
    GTEST_SKIP() << "systemd does not run here";
  }
  const auto state = QueryService("no-such-unit-anywhere.service");
  ASSERT_TRUE(state.ok()) << state.error().message;
  EXPECT_FALSE(state->Exists());
}

}  // namespace
}  // namespace iec
