// SPDX-License-Identifier: Apache-2.0
#include "lib/report/format.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <map>

#include "lib/base/file.h"
#include "lib/report/sample_test.h"

namespace iec {
namespace {

using testing::HasSubstr;

TEST(ParseOutputTarget, TakesAFormatWithOrWithoutAFile) {
  const auto alone = ParseOutputTarget("table");
  ASSERT_TRUE(alone.ok());
  EXPECT_EQ(alone->format, "table");
  EXPECT_EQ(alone->file, "-");
  const auto file = ParseOutputTarget("json:/a/b:c.json");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->format, "json");
  EXPECT_EQ(file->file, "/a/b:c.json");
  EXPECT_TRUE(ParseOutputTarget("record:x", {"record"}).ok());
}

TEST(ParseOutputTarget, SuggestsAFormat) {
  for (const std::string misspelt : {"junti", "jnuit", "Junit", "unit"}) {
    const auto target = ParseOutputTarget(misspelt + ":x");
    ASSERT_FALSE(target.ok());
    EXPECT_THAT(target.error().message, HasSubstr("did you mean 'junit'?"));
  }
  EXPECT_THAT(ParseOutputTarget("recrod", {"record"}).error().message,
              HasSubstr("did you mean 'record'?"));
  EXPECT_THAT(ParseOutputTarget("").error().message,
              HasSubstr("formats: table, json, junit"));
  EXPECT_FALSE(ParseOutputTarget("record:x").ok());
}

TEST(ParseOutputTarget, WantsAFileAfterTheColon) {
  EXPECT_THAT(ParseOutputTarget("json:").error().message,
              HasSubstr("names no file"));
}

TEST(Formats, EachIsFoundByItsName) {
  for (const Format& format : Formats()) {
    const auto found = FindFormat(format.name);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ((*found)->render, format.render);
    EXPECT_FALSE(format.render(SampleRun().Assess(), {}).empty());
  }
  EXPECT_FALSE(FindFormat("xml").ok());
}

// Sets variables for one test and puts them back.
class Environment {
 public:
  void Set(const char* name, const char* value) {
    const char* old = std::getenv(name);
    if (!old_.contains(name)) {
      old_[name] =
          old == nullptr ? std::nullopt : std::optional<std::string>(old);
    }
    if (value == nullptr) {
      unsetenv(name);
    } else {
      setenv(name, value, 1);
    }
  }
  ~Environment() {
    for (const auto& [name, value] : old_) {
      if (value) {
        setenv(name.c_str(), value->c_str(), 1);
      } else {
        unsetenv(name.c_str());
      }
    }
  }

 private:
  std::map<std::string, std::optional<std::string>> old_;
};

class UseColorTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"}) {
      environment_.Set(name, nullptr);
    }
    environment_.Set("TERM", "xterm");
    terminal_ = UniqueFd(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    file_ = UniqueFd(open("/dev/null", O_WRONLY | O_CLOEXEC));
    if (!terminal_) GTEST_SKIP() << "no pseudo-terminal here";
  }
  bool OnTerminal(std::string_view when = "auto") {
    return UseColor(when, terminal_.get());
  }
  bool InFile(std::string_view when = "auto") {
    return UseColor(when, file_.get());
  }

  Environment environment_;
  UniqueFd terminal_;
  UniqueFd file_;
};

TEST_F(UseColorTest, OnATerminalOnly) {
  EXPECT_TRUE(OnTerminal());
  EXPECT_FALSE(InFile());
  EXPECT_TRUE(InFile("always"));
  EXPECT_FALSE(OnTerminal("never"));
}

TEST_F(UseColorTest, HonoursTheUsualVariables) {
  environment_.Set("TERM", "dumb");
  EXPECT_FALSE(OnTerminal());
  environment_.Set("FORCE_COLOR", "1");
  EXPECT_TRUE(InFile());
  environment_.Set("FORCE_COLOR", "0");
  EXPECT_FALSE(InFile());
  environment_.Set("CLICOLOR_FORCE", "1");
  EXPECT_TRUE(InFile());
  environment_.Set("NO_COLOR", "1");
  EXPECT_FALSE(InFile());
  EXPECT_TRUE(InFile("always"));
  environment_.Set("NO_COLOR", "");  // set and empty: not set
  EXPECT_TRUE(InFile());
}

class WriteOutputTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = "/tmp/iec-output-XXXXXX";
    ASSERT_NE(mkdtemp(directory_.data()), nullptr);
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(directory_).ok()); }
  std::string Path(const std::string& name) { return directory_ + "/" + name; }

  std::string directory_;
};

TEST_F(WriteOutputTest, ReplacesAFileAndLeavesNothingBeside) {
  ASSERT_TRUE(WriteOutput(Path("a"), "old").ok());
  ASSERT_TRUE(WriteOutput(Path("a"), "new").ok());
  EXPECT_EQ(*ReadFile(Path("a")), "new");
  EXPECT_TRUE(RemoveTree(Path("a")).ok());
  EXPECT_EQ(rmdir(directory_.c_str()), 0);  // empty
  ASSERT_EQ(mkdir(directory_.c_str(), 0700), 0);
}

// As root a rename over /dev/null would break the machine; a link to it tells
// as well whether it is written to or replaced.
TEST_F(WriteOutputTest, WritesToADeviceAndDoesNotReplaceIt) {
  ASSERT_EQ(symlink("/dev/null", Path("null").c_str()), 0);
  ASSERT_TRUE(WriteOutput(Path("null"), "x").ok());
  struct stat info {};
  ASSERT_EQ(stat(Path("null").c_str(), &info), 0);
  EXPECT_TRUE(S_ISCHR(info.st_mode));
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  const UniqueFd reader(
      open(Path("fifo").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  ASSERT_TRUE(WriteOutput(Path("fifo"), "x").ok());
  EXPECT_EQ(*ReadAll(reader.get()), "x");
}

TEST_F(WriteOutputTest, FollowsALinkAndLeavesItOne) {
  ASSERT_EQ(symlink("real", Path("latest").c_str()), 0);
  ASSERT_EQ(symlink(Path("latest").c_str(), Path("newest").c_str()), 0);
  for (const std::string text : {"absent", "old", "new"}) {
    ASSERT_TRUE(WriteOutput(Path("newest"), text).ok());
    EXPECT_EQ(*ReadFile(Path("real")), text);
  }
  struct stat info {};
  ASSERT_EQ(lstat(Path("latest").c_str(), &info), 0);
  EXPECT_TRUE(S_ISLNK(info.st_mode));
  ASSERT_EQ(symlink("loop", Path("loop").c_str()), 0);
  EXPECT_FALSE(WriteOutput(Path("loop"), "x").ok());
}

// Somebody else could have it replace whatever he likes.
TEST_F(WriteOutputTest, FollowsNoLinkOfAnotherWhereEverybodyWrites) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a link away";
  ASSERT_TRUE(WriteOutput(Path("victim"), "old").ok());
  ASSERT_EQ(symlink("victim", Path("trap").c_str()), 0);
  ASSERT_EQ(lchown(Path("trap").c_str(), 65534, 65534), 0);
  ASSERT_EQ(chmod(directory_.c_str(), 01777), 0);
  EXPECT_FALSE(WriteOutput(Path("trap"), "x").ok());
  EXPECT_EQ(*ReadFile(Path("victim")), "old");
  ASSERT_EQ(chmod(directory_.c_str(), 0700), 0);
  EXPECT_TRUE(WriteOutput(Path("trap"), "x").ok());
}

// What a shell calls `exec 3>>file`.
TEST_F(WriteOutputTest, WritesToADescriptorThatItWasStartedWith) {
  const int fd = open(Path("log").c_str(), O_RDWR | O_CREAT, 0600);
  ASSERT_GE(fd, 0);
  ASSERT_EQ(write(fd, "before ", 7), 7);
  for (const std::string folder : {"/dev/fd/", "/proc/self/fd/"}) {
    const std::string path = folder + std::to_string(fd);
    EXPECT_TRUE(WriteOutput(path, "x").ok()) << path;
    EXPECT_EQ(ReplacedFile(path), "");
  }
  const std::string path = "/dev/fd/" + std::to_string(fd);
  ASSERT_EQ(symlink(path.c_str(), Path("stdout").c_str()), 0);
  EXPECT_TRUE(WriteOutput(Path("stdout"), "y").ok());
  EXPECT_EQ(*ReadFile(Path("log")), "before xxy");
  ASSERT_EQ(fcntl(fd, F_SETFD, FD_CLOEXEC), 0);
  EXPECT_FALSE(WriteOutput(path, "z").ok()) << "one of our own";
  close(fd);
  EXPECT_FALSE(WriteOutput(path, "z").ok());
  EXPECT_EQ(*ReadFile(Path("log")), "before xxy");
}

TEST_F(WriteOutputTest, MakesNothingBelowDevAndProc) {
  for (const char* path : {"/dev/iec-none", "/proc/iec-none"}) {
    EXPECT_FALSE(WriteOutput(path, "x").ok());
    EXPECT_FALSE(Exists(path));
  }
}

TEST_F(WriteOutputTest, KeepsTheModeOfAFileAndElseTheUmask) {
  const auto mode = [&](const std::string& name) {
    struct stat info {};
    EXPECT_EQ(stat(Path(name).c_str(), &info), 0);
    return info.st_mode & 07777u;
  };
  const mode_t before = umask(077);
  EXPECT_TRUE(WriteOutput(Path("a"), "x").ok());
  EXPECT_EQ(mode("a"), 0600u);
  umask(022);
  EXPECT_TRUE(WriteOutput(Path("a"), "y").ok());
  EXPECT_TRUE(WriteOutput(Path("b"), "y").ok());
  umask(before);
  EXPECT_EQ(mode("a"), 0600u);
  EXPECT_EQ(mode("b"), 0644u);
}

TEST_F(WriteOutputTest, TwoOutputsAreTwoFiles) {
  ASSERT_EQ(symlink("a", Path("link").c_str()), 0);
  EXPECT_TRUE(CheckDistinct({Path("a"), Path("b"), "-", "-", "/dev/null",
                             "/dev/null", "/dev/stdout", "/dev/stdout"})
                  .ok());
  for (const std::string& other : std::vector<std::string>{
           "a", "../" + directory_.substr(5) + "/a", "link"}) {
    const Status status = CheckDistinct({Path("a"), "-", Path(other)});
    ASSERT_FALSE(status.ok()) << other;
    EXPECT_THAT(status.error().message, HasSubstr(Path("a")));
  }
}

TEST_F(WriteOutputTest, NamesTheFileThatCannotBeWritten) {
  const Status status = WriteOutput(Path("no/such/file"), "x");
  ASSERT_FALSE(status.ok());
  EXPECT_THAT(status.error().message, HasSubstr("no/such/file"));
  EXPECT_FALSE(WriteOutput(directory_, "x").ok());
}

TEST_F(WriteOutputTest, AReportGoesToItsFileWithoutColor) {
  ASSERT_TRUE(
      WriteReport({"table", Path("t")}, SampleRun().Assess(), "auto").ok());
  const auto text = ReadFile(Path("t"));
  ASSERT_TRUE(text.ok());
  EXPECT_THAT(*text, HasSubstr("CR 1.1"));
  EXPECT_THAT(*text, testing::Not(HasSubstr("\x1b")));
  EXPECT_FALSE(
      WriteReport({"xml", Path("x")}, SampleRun().Assess(), "auto").ok());
}

}  // namespace
}  // namespace iec
