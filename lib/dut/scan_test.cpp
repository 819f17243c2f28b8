// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/scan.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <set>

#include "lib/base/file.h"
#include "lib/dut/privilege_leak.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr char kPasswd[] = "root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/:/x\n";
constexpr char kGroup[] = "root:x:0:\nshadow:x:42:\n";

// Version 2, cap_net_raw, effective: as setcap writes it.
const std::string kNetRaw("\x01\0\0\x02\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);

std::string Entry(unsigned tag, unsigned rights, uint32_t id) {
  std::string entry{static_cast<char>(tag), 0, static_cast<char>(rights), 0};
  for (int i = 0; i < 4; ++i) {
    entry += static_cast<char>((id >> (8 * i)) & 0xff);
  }
  return entry;
}

// user::rw- user:ID:rw- group::r-- mask::MASK other::r--
std::string Acl(uint32_t user, unsigned mask) {
  return std::string("\x02\0\0\0", 4) + Entry(0x01, 6, UINT32_MAX) +
         Entry(0x02, 6, user) + Entry(0x04, 4, UINT32_MAX) +
         Entry(0x10, mask, UINT32_MAX) + Entry(0x20, 4, UINT32_MAX);
}

class ScanTest : public testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/var/tmp/iec-scan-XXXXXX";
    ASSERT_NE(mkdtemp(path), nullptr);
    ASSERT_EQ(chmod(path, 0755), 0);
    root_ = path;
  }
  void TearDown() override { ASSERT_TRUE(RemoveTreeSafely(root_).ok()); }

  std::string At(const std::string& name) const { return root_ + "/" + name; }
  void MakeFile(const std::string& name, mode_t mode) {
    ASSERT_TRUE(CreateFile(At(name), "", mode).ok());
  }
  void MakeDirectory(const std::string& name, mode_t mode) {
    ASSERT_EQ(mkdir(At(name).c_str(), 0700), 0);
    ASSERT_EQ(chmod(At(name).c_str(), mode), 0);
  }
  std::vector<PrivilegeLeak> Leaks() {
    std::vector<PrivilegeLeak> leaks;
    const auto summary = ScanFileSystem({root_, {}}, [&](const ScanObject& o) {
      FindPrivilegeLeaks(
          o, [&](PrivilegeLeak leak) { leaks.push_back(std::move(leak)); });
    });
    EXPECT_TRUE(summary.ok());
    return leaks;
  }
  // "setuid a"
  std::vector<std::string> Found() {
    std::vector<std::string> found;
    for (const PrivilegeLeak& leak : Leaks()) {
      const std::string name = leak.path.size() > root_.size()
                                   ? leak.path.substr(root_.size() + 1)
                                   : ".";
      found.push_back(std::string(Name(leak.kind)) + " " + name);
    }
    return found;
  }

  std::string root_;
};

TEST_F(ScanTest, FindsWhatEverybodyMayWriteAndReach) {
  MakeFile("good", 0644);
  MakeFile("bad", 0666);
  MakeDirectory("tmp", 01777);
  MakeDirectory("open", 0777);
  MakeDirectory("shut", 0700);
  MakeFile("shut/bad", 0666);
  MakeDirectory("shut/open", 0777);
  MakeDirectory("group", 0710);  // its group may enter
  MakeFile("group/bad", 0646);
  ASSERT_EQ(symlink("bad", At("link").c_str()), 0);  // always 0777
  EXPECT_THAT(Found(), UnorderedElementsAre("world-writable file bad",
                                            "world-writable directory open",
                                            "world-writable file group/bad"));
  ASSERT_EQ(chmod(root_.c_str(), 0777), 0);
  EXPECT_THAT(Found(), testing::Contains("world-writable directory ."));
}

TEST_F(ScanTest, FindsFilesThatRunWithOthersRights) {
  MakeFile("su", 0755);
  ASSERT_EQ(chmod(At("su").c_str(), 04755), 0);
  MakeFile("sg", 0755);
  ASSERT_EQ(chmod(At("sg").c_str(), 02755), 0);
  MakeDirectory("shut", 0700);
  MakeFile("shut/su", 0755);
  ASSERT_EQ(chmod(At("shut/su").c_str(), 06755), 0);
  MakeDirectory("mail", 02775);  // on a directory it only hands the group on
  EXPECT_THAT(Found(),
              UnorderedElementsAre("setuid su", "setuid sg", "setuid shut/su"));
}

TEST_F(ScanTest, FindsCapabilitiesAndAcls) {
  MakeFile("ping", 0755);
  if (setxattr(At("ping").c_str(), "security.capability", kNetRaw.data(),
               kNetRaw.size(), 0) != 0) {
    GTEST_SKIP() << "file capabilities cannot be set here";
  }
  const auto set_acl = [this](const std::string& name,
                              const std::string& value) {
    return setxattr(At(name).c_str(), "system.posix_acl_access", value.data(),
                    value.size(), 0) == 0;
  };
  for (const char* name : {"acl", "masked", "to_root"}) MakeFile(name, 0644);
  if (!set_acl("acl", Acl(1000, 6))) {
    GTEST_SKIP() << "this file system has no access control lists";
  }
  ASSERT_TRUE(set_acl("masked", Acl(1000, 4)));
  ASSERT_TRUE(set_acl("to_root", Acl(0, 6)));
  const auto leaks = Leaks();
  EXPECT_THAT(Found(), UnorderedElementsAre("capabilities ping",
                                            "writable through an ACL acl"));
  const PasswdDb db = PasswdDb::Parse(kPasswd, kGroup, "");
  for (const PrivilegeLeak& leak : leaks) {
    if (leak.kind != PrivilegeLeak::Kind::kCapabilities) continue;
    EXPECT_EQ(ToProfileItem(leak, db), At("ping") + " cap_net_raw=ep");
  }
}

TEST_F(ScanTest, FindsSocketsAndDevices) {
  const auto make_socket = [this](const std::string& name, mode_t mode) {
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    At(name).copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(
        bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address),
        0);
    close(fd);
    ASSERT_EQ(chmod(At(name).c_str(), mode), 0);
  };
  make_socket("open", 0666);
  make_socket("shut", 0600);
  std::vector<std::string> expected = {"socket open"};
  if (mknod(At("node").c_str(), S_IFCHR | 0600, makedev(1, 3)) == 0) {
    expected.emplace_back("device node");
    // An overlay's "deleted here".
    ASSERT_EQ(mknod(At("whiteout").c_str(), S_IFCHR, makedev(0, 0)), 0);
  }
  EXPECT_THAT(Found(), testing::UnorderedElementsAreArray(expected));
}

TEST_F(ScanTest, SkipsAsTold) {
  MakeDirectory("data", 0755);
  MakeDirectory("data2", 0755);
  MakeFile("data/bad", 0666);
  MakeFile("data2/bad", 0666);
  std::set<std::string> seen;
  const auto summary =
      ScanFileSystem({root_, {At("data")}},
                     [&](const ScanObject& o) { seen.insert(o.path()); });
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(seen, (std::set<std::string>{root_, At("data2"), At("data2/bad")}));
  EXPECT_THAT(summary->skipped, ElementsAre(At("data") + " (as told)"));
  EXPECT_FALSE(ScanFileSystem({At("none"), {}}, [](const ScanObject&) {}).ok());
}

// Run in a process with mounts of its own; its exit status is the number of
// the check that failed.
int ScanMounts(const std::string& root) {
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return 77;
  const auto at = [&](const char* name) { return root + "/" + name; };
  if (mount("proc", at("proc").c_str(), "proc", 0, nullptr) != 0 ||
      mount("tmp", at("tmp").c_str(), "tmpfs", 0, nullptr) != 0 ||
      mount(at("real").c_str(), at("bound").c_str(), nullptr, MS_BIND,
            nullptr) != 0) {
    return 77;
  }
  if (!CreateFile(at("tmp/bad"), "", 0666).ok()) return 1;
  std::multiset<std::string> names;
  const auto summary = ScanFileSystem({root, {}}, [&](const ScanObject& o) {
    names.insert(o.path().substr(o.path().rfind('/') + 1));
  });
  if (!summary.ok()) return 2;
  if (summary->skipped != std::vector<std::string>{at("proc") + " (proc)"}) {
    return 3;
  }
  if (names.count("bad") != 1) return 4;   // what is mounted is looked into
  if (names.count("once") != 1) return 5;  // and shown in one place only
  return 0;
}

TEST_F(ScanTest, LooksThroughMountsOnceAndNotIntoProc) {
  for (const char* name : {"proc", "tmp", "real", "bound"}) {
    MakeDirectory(name, 0755);
  }
  MakeFile("real/once", 0644);
  const pid_t pid = fork();
  if (pid == 0) _exit(unshare(CLONE_NEWNS) != 0 ? 77 : ScanMounts(root_));
  int status = 0;
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no rights to mount";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(ScanTest, MountedTreesMayBeAttackedAndRemovedTheyAreNot) {
  MakeDirectory("tree", 0755);
  MakeDirectory("tree/mount", 0755);
  const std::string tree = At("tree");
  const pid_t pid = fork();
  if (pid == 0) {
    if (unshare(CLONE_NEWNS) != 0 ||
        mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("tmp", (tree + "/mount").c_str(), "tmpfs", 0, nullptr) != 0) {
      _exit(77);
    }
    static_cast<void>(CreateFile(tree + "/mount/file", "", 0600).ok());
    const bool refused = !RemoveTreeSafely(tree).ok();
    _exit(refused && Exists(tree + "/mount/file") ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no rights to mount";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(FileRightsTest, CapabilitiesAreWrittenAsGetcapWritesThem) {
  EXPECT_EQ(ToText(*DecodeCapabilities(kNetRaw)), "cap_net_raw=ep");
  for (const char* text :
       {"cap_net_raw=ep", "cap_chown,cap_kill=p", "=ep", "=", "cap_chown=eip",
        "cap_net_admin=ep cap_chown=eip", "cap_checkpoint_restore=ep",
        "cap_kill=ep [rootid=1000]"}) {
    const auto parsed = ParseCapabilities(text);
    ASSERT_TRUE(parsed.ok()) << text << ": " << parsed.error().message;
    EXPECT_EQ(ToText(*parsed), text);
  }
  EXPECT_EQ(*ParseCapabilities("cap_kill+ep"),
            *ParseCapabilities("CAP_KILL=pe"));
  EXPECT_EQ(*ParseCapabilities("=ep cap_kill-ep"),
            *ParseCapabilities("all=ep cap_kill="));
  for (const char* bad : {"cap_none=ep", "cap_kill", "cap_kill=x",
                          "cap_kill=p cap_chown=ep", "=ep [rootid=-1]"}) {
    EXPECT_FALSE(ParseCapabilities(bad).ok()) << bad;
  }
}

TEST(FileRightsTest, RefusesBytesThatTheKernelDoesNotWrite) {
  for (size_t size = 0; size < kNetRaw.size(); ++size) {
    EXPECT_FALSE(DecodeCapabilities(kNetRaw.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(DecodeCapabilities(std::string(20, '\xff')).ok());
  const std::string acl = Acl(1000, 6);
  ASSERT_EQ(DecodeAcl(acl)->size(), 1u);
  for (size_t size = 0; size < acl.size(); ++size) {
    if (size >= 4 && size % 8 == 4) continue;
    EXPECT_FALSE(DecodeAcl(acl.substr(0, size)).ok()) << size;
  }
}

PrivilegeLeak Setuid(const std::string& path, mode_t mode, gid_t gid) {
  PrivilegeLeak leak;
  leak.path = path;
  leak.mode = mode;
  leak.gid = gid;
  return leak;
}

TEST(AllowedLeaksTest, AllowsExactlyWhatTheProfileSays) {
  Profile profile;
  auto parameters = LoadParameters();
  ASSERT_TRUE(parameters.ok()) << parameters.error().message;
  profile.known_parameters = std::move(parameters).value();
  using List = std::vector<std::string>;
  profile.parameters["filesystem.setuid"] =
      List{"4755 root:root /usr/bin/su", "2755 0:shadow /sbin/unix_chkpwd",
           "4755 nobody:root /usr/bin/other"};
  profile.parameters["filesystem.capabilities"] =
      List{"/usr/bin/ping cap_net_raw=ep"};
  profile.parameters["filesystem.sockets"] = List{"/run/socket"};
  const PasswdDb db = PasswdDb::Parse(kPasswd, kGroup, "");
  auto allowed = AllowedLeaks::From(profile, db);
  ASSERT_TRUE(allowed.ok()) << allowed.error().message;
  EXPECT_TRUE(allowed->Allows(Setuid("/usr/bin/su", 04755, 0)));
  EXPECT_FALSE(allowed->Allows(Setuid("/usr/bin/su", 04775, 0)));
  EXPECT_FALSE(allowed->Allows(Setuid("/usr/bin/su", 04755, 42)));
  EXPECT_FALSE(allowed->Allows(Setuid("/usr/bin/rb", 04755, 0)));
  EXPECT_FALSE(allowed->Allows(Setuid("/usr/bin/other", 04755, 0)));
  EXPECT_TRUE(allowed->Allows(Setuid("/sbin/unix_chkpwd", 02755, 42)));
  PrivilegeLeak leak;
  leak.path = "/run/socket";
  leak.kind = PrivilegeLeak::Kind::kDevice;
  EXPECT_FALSE(allowed->Allows(leak));
  leak.kind = PrivilegeLeak::Kind::kSocket;
  EXPECT_TRUE(allowed->Allows(leak));
  leak.kind = PrivilegeLeak::Kind::kCapabilities;
  leak.path = "/usr/bin/ping";
  leak.capabilities = *ParseCapabilities("cap_net_admin,cap_net_raw=ep");
  EXPECT_FALSE(allowed->Allows(leak));
  leak.capabilities = *ParseCapabilities("cap_net_raw=ep");
  EXPECT_TRUE(allowed->Allows(leak));
  EXPECT_THAT(
      allowed->Unused(),
      ElementsAre("filesystem.setuid: 4755 nobody:root /usr/bin/other"));
}

}  // namespace
}  // namespace iec
