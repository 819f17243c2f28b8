// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/process.h"

#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <thread>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace iec {
namespace {

using std::chrono::milliseconds;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Outcome MustRun(const Command& command) {
  auto outcome = Run(command);
  EXPECT_TRUE(outcome.ok()) << outcome.error().message;
  return outcome.ok() ? *outcome : Outcome{};
}

// The shell stands for any program here; what is under test never uses one.
Outcome Script(const std::string& script) {
  return MustRun({.argv = {"sh", "-c", script}});
}

bool HasChildren() { return waitpid(-1, nullptr, WNOHANG) >= 0; }

TEST(Run, GivesStreamsAndStatusApart) {
  const Outcome outcome = Script("echo out; echo err >&2; exit 3");
  EXPECT_EQ(outcome.out, "out\n");
  EXPECT_EQ(outcome.err, "err\n");
  EXPECT_EQ(outcome.exit_status, 3);
  EXPECT_EQ(outcome.signal, 0);
  EXPECT_FALSE(outcome.Succeeded());
  EXPECT_EQ(outcome.Describe(), "exit status 3: err");
  EXPECT_FALSE(HasChildren());
}

TEST(Run, ArgumentsReachTheProgramUntouched) {
  const Outcome outcome =
      MustRun({.argv = {"printf", "%s|", "a b", "$(id)", "", "'\"", "*"}});
  EXPECT_EQ(outcome.out, "a b|$(id)||'\"|*|");
}

TEST(Run, RefusesAZeroByte) {
  EXPECT_FALSE(iec::Run({.argv = {"printf", std::string("a\0b", 3)}}).ok());
}

TEST(Run, NamesTheSignal) {
  const Outcome outcome = Script("kill -SEGV $$");
  EXPECT_EQ(outcome.signal, SIGSEGV);
  EXPECT_EQ(outcome.exit_status, -1);
  EXPECT_EQ(outcome.Describe(), "killed by signal 11");
}

TEST(Run, NamesAMissingProgram) {
  for (const char* name :
       {"iec-no-such-program", "/nowhere/program", "/etc/passwd", "/etc"}) {
    const auto outcome = iec::Run({.argv = {name}});
    ASSERT_FALSE(outcome.ok()) << name;
    EXPECT_THAT(outcome.error().message, HasSubstr(name));
  }
  EXPECT_FALSE(iec::Run({.argv = {}}).ok());
  EXPECT_FALSE(iec::Run({.argv = {"bin/sh"}}).ok());
}

TEST(Run, AFailedStartIsAnErrorAndLeavesNoProcess) {
  const auto outcome = iec::Run({.argv = {"true"}, .directory = "/nowhere"});
  ASSERT_FALSE(outcome.ok());
  EXPECT_THAT(outcome.error().message, HasSubstr("No such file"));
  EXPECT_FALSE(HasChildren());
}

TEST(Run, FeedsInputThatNobodyReads) {
  const std::string input(1 << 20, 'x');
  EXPECT_TRUE(MustRun({.argv = {"true"}, .input = input}).Succeeded());
  EXPECT_EQ(MustRun({.argv = {"wc", "-c"}, .input = input}).out, "1048576\n");
  EXPECT_EQ(MustRun({.argv = {"cat"}}).out, "") << "no input: end of file";
}

TEST(Run, KeepsTheLimitAndLetsTheProgramFinish) {
  const Outcome outcome =
      MustRun({.argv = {"sh", "-c", "head -c 300000 /dev/zero; echo done >&2"},
               .output_limit = 1000});
  EXPECT_EQ(outcome.out.size(), 1000U);
  EXPECT_TRUE(outcome.truncated);
  EXPECT_EQ(outcome.err, "done\n");
  EXPECT_TRUE(outcome.Succeeded());
}

TEST(Run, TakesExactlyTheLimitWithoutCallingItTruncated) {
  const Outcome outcome =
      MustRun({.argv = {"printf", "12345"}, .output_limit = 5});
  EXPECT_EQ(outcome.out, "12345");
  EXPECT_FALSE(outcome.truncated);
}

TEST(Run, EndsTheWholeGroupAtItsTimeLimit) {
  const Outcome outcome =
      MustRun({.argv = {"sh", "-c", "trap '' TERM; sleep 1000 & echo $!; wait"},
               .timeout = milliseconds(500)});
  EXPECT_TRUE(outcome.timed_out);
  EXPECT_EQ(outcome.signal, SIGKILL);
  EXPECT_FALSE(outcome.Succeeded());
  EXPECT_THAT(outcome.Describe(), StartsWith("ended at its time limit"));
  // Killed is not yet gone, and a container may have nobody who reaps it.
  const std::string stat = "/proc/" + std::string(Trim(outcome.out)) + "/stat";
  for (int i = 0; i < 100; ++i) {
    const auto text = ReadFile(stat);
    if (!text.ok() || text->find(") Z") != std::string::npos) return;
    std::this_thread::sleep_for(milliseconds(20));
  }
  FAIL() << "the background process outlived the time limit";
}

TEST(Run, EndsAProgramThatNeverStopsWriting) {
  const Outcome outcome =
      MustRun({.argv = {"yes"}, .timeout = milliseconds(300)});
  EXPECT_TRUE(outcome.timed_out);
  EXPECT_TRUE(outcome.truncated);
}

TEST(Run, DoesNotWaitForADaemonThatHoldsThePipe) {
  const Outcome outcome = Script("sleep 1000 & echo $!");
  EXPECT_TRUE(outcome.Succeeded());
  EXPECT_TRUE(outcome.left_running);
  EXPECT_FALSE(outcome.timed_out);
  EXPECT_THAT(outcome.Describe(), HasSubstr("left a process running"));
  const auto daemon = ParseInteger(Trim(outcome.out));
  ASSERT_TRUE(daemon.has_value());
  EXPECT_EQ(kill(static_cast<pid_t>(*daemon), SIGKILL), 0) << "it lives on";
}

TEST(Run, WaitsForAProgramThatClosesItsOutputEarly) {
  const Outcome outcome = Script("exec >&- 2>&-; sleep 0.3; exit 7");
  EXPECT_EQ(outcome.exit_status, 7);
  EXPECT_FALSE(outcome.left_running);
}

TEST(Run, EnvironmentIsClean) {
  setenv("IEC_TEST_LEAK", "1", 1);
  const Outcome outcome =
      MustRun({.argv = {"env"}, .environment = {"HOME=/tmp", "NEW=x"}});
  unsetenv("IEC_TEST_LEAK");
  std::vector<std::string> lines = Split(Trim(outcome.out), '\n');
  EXPECT_THAT(lines, ::testing::UnorderedElementsAre(
                         "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:"
                         "/usr/bin:/sbin:/bin",
                         "LANG=C.UTF-8", "TERM=dumb", "HOME=/tmp", "NEW=x"));
}

TEST(Run, CarriesTheMarkerOfTheRun) {
  SetRunMarker("r-42");
  const Outcome outcome = MustRun({.argv = {"env"}});
  SetRunMarker("");
  EXPECT_THAT(Split(outcome.out, '\n'), Contains("IEC_RUN=r-42"));
  EXPECT_THAT(MustRun({.argv = {"env"}}).out, Not(HasSubstr("IEC_RUN")));
}

TEST(Run, InheritsNoDescriptor) {
  // Below and above those that the launcher opens, none close-on-exec.
  const int low = open("/dev/null", O_RDONLY);
  const int high = fcntl(low, F_DUPFD, 200);
  const Outcome outcome = MustRun({.argv = {"ls", "/proc/self/fd"}});
  close(low);
  close(high);
  // 3 is the directory that ls reads.
  EXPECT_EQ(outcome.out, "0\n1\n2\n3\n");
}

TEST(Run, LeaksNoDescriptorHere) {
  const auto count = [] {
    int entries = 0;
    DIR* directory = opendir("/proc/self/fd");
    while (readdir(directory) != nullptr) ++entries;
    closedir(directory);
    return entries;
  };
  MustRun({.argv = {"true"}});
  const int before = count();
  for (int i = 0; i < 5; ++i) {
    MustRun({.argv = {"echo"}, .input = "x"});
    EXPECT_FALSE(iec::Run({.argv = {"true"}, .directory = "/nowhere"}).ok());
  }
  EXPECT_EQ(count(), before);
}

TEST(Run, ResetsSignals) {
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  struct sigaction before {};
  sigaction(SIGHUP, &ignore, &before);
  sigset_t blocked;
  sigset_t old_mask;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  sigprocmask(SIG_BLOCK, &blocked, &old_mask);
  const Outcome outcome =
      MustRun({.argv = {"grep", "-E", "^Sig(Blk|Ign):", "/proc/self/status"}});
  sigprocmask(SIG_SETMASK, &old_mask, nullptr);
  sigaction(SIGHUP, &before, nullptr);
  EXPECT_EQ(outcome.out,
            "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

TEST(Run, IsTheLeaderOfASessionWithoutATerminal) {
  const Outcome outcome = Script(
      "read -r pid comm state ppid group session tty rest"
      " </proc/$$/stat; echo $(($pid == $group)) $(($pid == $session))"
      " $tty");
  EXPECT_EQ(outcome.out, "1 1 0\n");
}

TEST(Run, AsAnotherUserDropsEverything) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  const Outcome outcome = MustRun(
      {.argv = {"grep", "-E",
                "^(Uid|Gid|Groups|CapEff|NoNewPrivs):", "/proc/self/status"},
       .run_as = Nobody()});
  EXPECT_THAT(outcome.out, HasSubstr("Uid:\t65534\t65534\t65534\t65534\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Gid:\t65534\t65534\t65534\t65534\n"));
  EXPECT_THAT(outcome.out, ::testing::ContainsRegex("Groups:[ \t]*\n"));
  EXPECT_THAT(outcome.out, HasSubstr("CapEff:\t0000000000000000\n"));
  EXPECT_THAT(outcome.out, HasSubstr("NoNewPrivs:\t0\n")) << "su needs setuid";
}

TEST(Run, BearsALoginUid) {
  const Command command{.argv = {"cat", "/proc/self/loginuid"},
                        .login_uid = 1234};
  const auto outcome = iec::Run(command);
  // Kernels without audit have no such file; some let it be set once only.
  if (!outcome.ok()) {
    EXPECT_THAT(outcome.error().message, HasSubstr("starting"));
    GTEST_SKIP() << outcome.error().message;
  }
  EXPECT_EQ(outcome->out, "1234");
}

TEST(Run, AsAnotherUserInItsGroups) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  const Outcome outcome = MustRun(
      {.argv = {"id", "-G"}, .run_as = Identity{1234, 2345, {3456, 4567}}});
  EXPECT_EQ(outcome.out, "2345 3456 4567\n");
}

TEST(Run, AnExecThatFailsNamesTheReason) {
  char path[] = "/tmp/iec-process-test-XXXXXX";
  const int fd = mkstemp(path);
  ASSERT_GE(fd, 0);
  fchmod(fd, 0700);
  ASSERT_TRUE(WriteAll(fd, "#!/nowhere/interpreter\n").ok());
  close(fd);
  const auto outcome = iec::Run({.argv = {path}});
  unlink(path);
  ASSERT_FALSE(outcome.ok());
  EXPECT_THAT(outcome.error().message, HasSubstr(path));
  EXPECT_THAT(outcome.error().message, EndsWith("No such file or directory"));
  EXPECT_FALSE(HasChildren());
}

// Makes the calls that Linux 5.3 and 5.9 brought fail as before.
bool HideNewCalls() {
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_close_range, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  sock_fprog program{std::size(filter), filter};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 &&
         syscall(SYS_pidfd_open, getpid(), 0) == -1 && errno == ENOSYS;
}

TEST(Run, WorksOnOlderKernels) {
  const int inherited = open("/dev/null", O_RDONLY);
  const pid_t child = fork();
  if (child == 0) {
    if (!HideNewCalls()) _exit(77);
    const auto listing = iec::Run({.argv = {"ls", "/proc/self/fd"}});
    const auto late =
        iec::Run({.argv = {"sleep", "1000"}, .timeout = milliseconds(200)});
    const auto missing = iec::Run({.argv = {"true"}, .directory = "/nowhere"});
    const bool right = listing.ok() && listing->out == "0\n1\n2\n3\n" &&
                       listing->Succeeded() && late.ok() && late->timed_out &&
                       !missing.ok() && !HasChildren();
    _exit(right ? 0 : 1);
  }
  close(inherited);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no seccomp here";
  EXPECT_EQ(status, 0);
}

TEST(Run, WorksFromSeveralThreads) {
  std::vector<std::thread> threads;
  std::vector<std::string> out(4);
  for (size_t i = 0; i < out.size(); ++i) {
    threads.emplace_back([&out, i] {
      for (int round = 0; round < 10; ++round) {
        out[i] += MustRun({.argv = {"echo", "-n", std::to_string(i)}}).out;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < out.size(); ++i) {
    EXPECT_EQ(out[i], std::string(10, static_cast<char>('0' + i)));
  }
  EXPECT_FALSE(HasChildren());
}

TEST(ProcessStarts, CountsWhatWasStarted) {
  const uint32_t before = ProcessStarts();
  MustRun({.argv = {"true"}});
  EXPECT_FALSE(iec::Run({.argv = {"iec-no-such-program"}}).ok());
  MustRun({.argv = {"false"}});
  EXPECT_EQ(ProcessStarts(), before + 2);
}

TEST(FindProgram, LooksIntoTheCleanPathOnly) {
  EXPECT_THAT(FindProgram("sh").value(), EndsWith("bin/sh"));
  EXPECT_THAT(FindProgram("iec-no-such-program").error().message,
              HasSubstr("not installed"));
}

TEST(Run, LiftsTheLimitsOfTheTest) {
  struct rlimit before {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  struct rlimit low = before;
  low.rlim_cur = 1u << 20;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &low), 0);
  const Outcome outcome =
      MustRun({.argv = {"sh", "-c", "[ $(ulimit -S -f) = $(ulimit -H -f) ]"}});
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_EQ(outcome.exit_status, 0);
}

TEST(BackgroundProcess, RunsUntilKilled) {
  auto process = BackgroundProcess::Start({.argv = {"sleep", "1000"}});
  ASSERT_TRUE(process.ok());
  EXPECT_TRUE(process->Running());
  EXPECT_FALSE(process->Wait(milliseconds(1)).has_value());
  BackgroundProcess moved = std::move(*process);
  EXPECT_TRUE(moved.Running());
  EXPECT_FALSE(process->Running());
  moved.Kill();
  EXPECT_FALSE(moved.Running());
  EXPECT_FALSE(HasChildren());
}

TEST(BackgroundProcess, TellsHowItEnded) {
  auto process = BackgroundProcess::Start({.argv = {"sh", "-c", "exit 5"}});
  ASSERT_TRUE(process.ok());
  const auto outcome = process->Wait(milliseconds(10'000));
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->exit_status, 5);
  EXPECT_FALSE(process->Running());
}

TEST(BackgroundProcess, GoesWithItsObject) {
  pid_t pid = 0;
  {
    auto process = BackgroundProcess::Start({.argv = {"sleep", "1000"}});
    ASSERT_TRUE(process.ok());
    pid = process->pid();
  }
  EXPECT_EQ(kill(pid, 0), -1);
}

}  // namespace
}  // namespace iec
