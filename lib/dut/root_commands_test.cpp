// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/root_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(RootCommands, OfPam) {
  EXPECT_THAT(ProgramsOfPam("# pam_exec.so /no\n"
                            "session required pam_exec.so quiet "
                            "log=/var/log/x type=open_session /srv/limit 3\n"
                            "auth [success=1 default=die] "
                            "/usr/lib/security/pam_exec.so /bin/sh /srv/two\n"
                            "auth required pam_unix.so /not/this\n"),
              ElementsAre("/srv/limit", "/bin/sh", "/srv/two"));
  EXPECT_THAT(ProgramsOfPam("session optional pam_exec.so\npam_exec.so"),
              IsEmpty());
}

TEST(RootCommands, OfCron) {
  constexpr const char* kTable =
      "SHELL=/bin/sh\nMAILTO = /a/b\n# 1 2 3 4 5 root /no\n"
      "17 *\t* * *\troot    cd / && run-parts --report /srv/hourly\n"
      "*/5 * * * * www /srv/web\n"
      "@daily root test -x /srv/x && /srv/daily --key=/y | /srv/log\n";
  EXPECT_THAT(ProgramsOfCron(kTable, true),
              UnorderedElementsAre("/srv/hourly/*", "/srv/daily", "/srv/log"));
  EXPECT_THAT(
      ProgramsOfCron("0 1 * * 1 A=1 /srv/job /z\n@reboot /srv/b\n@", false),
      UnorderedElementsAre("/srv/job", "/srv/b"));
}

TEST(RootCommands, OfInit) {
  EXPECT_THAT(ProgramsOfInit("id:2:initdefault:\nl0:0:wait:/etc/init.d/rc 0\n"
                             "x:2345:respawn:+/srv/a -l x:y\nbroken\na:b\n"),
              ElementsAre("/etc/init.d/rc", "/srv/a"));
}

TEST(RootCommands, OfModules) {
  EXPECT_THAT(ProgramsOfModules("blacklist /x\ninstall usb /srv/u; /bin/true\n"
                                "remove usb \\\n  /srv/v\noptions a b=/c\n"),
              UnorderedElementsAre("/srv/u", "/bin/true", "/srv/v"));
}

TEST(RootCommands, OfTheKernel) {
  EXPECT_THAT(ProgramsOfCore("|/srv/dump %P %u\n"), ElementsAre("/srv/dump"));
  EXPECT_THAT(ProgramsOfCore("/var/cores/core.%p"), IsEmpty());
  EXPECT_THAT(ProgramsOfCore(""), IsEmpty());
  EXPECT_THAT(ProgramsOfSettings("# kernel.modprobe=/no\n"
                                 "-kernel/core_pattern = |/srv/a %p\n"
                                 "kernel.modprobe=/srv/b\nkernel.x=/c\n"),
              ElementsAre("/srv/a", "/srv/b"));
}

TEST(RootCommands, AreLookedFor) {
  EXPECT_THAT(ProgramsOfSearchPath(
                  "PATH=\"/bin:/srv/b\"\nMANPATH=/m\nPATHS=/n\n", "PATH"),
              ElementsAre("/bin/*", "/srv/b/*"));
  EXPECT_THAT(ProgramsOfSearchPath("ENV_SUPATH  PATH=/sbin:.:\n", "PATH"),
              ElementsAre("/sbin/*"));
  EXPECT_THAT(ProgramsOfSearchPath("Defaults secure_path=\"/a\"\nPATH /b",
                                   "secure_path"),
              ElementsAre("/a/*"));
  EXPECT_THAT(LibrariesOf("# x\ninclude /etc/y\n/srv/lib\n\n"),
              ElementsAre("/srv/lib/*"));
}

}  // namespace
}  // namespace iec
