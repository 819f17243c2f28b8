// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/unit_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/ssh_key.h"
#include "lib/dut/walk.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(UnitBeginning, InTheFirstStartNothingIsOlderThanItsFirstProcess) {
  const Beginning first = {1'000'000, 990'000};
  EXPECT_FALSE(IsOlderThanUnit(999'000, first));
  EXPECT_FALSE(IsOlderThanUnit(990'000, first));
  EXPECT_TRUE(IsOlderThanUnit(980'000, first));
}

TEST(UnitBeginning, LaterTheMachineIdTells) {
  const Beginning later = {1'000'000, 5'000'000};
  EXPECT_FALSE(IsOlderThanUnit(4'000'000, later));
  // A key of a first start that ended with the machine id.
  EXPECT_FALSE(IsOlderThanUnit(900'000, later));
  EXPECT_TRUE(IsOlderThanUnit(600'000, later));
  // A clock that was wrong at first was wrong for both.
  EXPECT_FALSE(IsOlderThanUnit(20'000, {10'000, 1'700'000'000'000}));
}

TEST(UnitKeysTest, KnowsMachineIds) {
  EXPECT_TRUE(IsMachineId("0123456789abcdef0123456789abcdef\n"));
  EXPECT_FALSE(IsMachineId("uninitialized\n"));
  EXPECT_FALSE(IsMachineId("00000000000000000000000000000000\n"));
  EXPECT_FALSE(IsMachineId(""));
}

TEST(UnitKeysTest, TellsWhatIsAsOldAsPrograms) {
  const std::string directory = testing::TempDir() + "/as_old";
  ASSERT_TRUE(EnsurePrivateDirectory(directory + "/bin").ok());
  const auto put = [&directory](const std::string& name, time_t at) {
    const std::string path = directory + "/" + name;
    EXPECT_TRUE(WriteFileAtomically(path, "x", 0600).ok());
    const timeval times[] = {{at, 0}, {at, 0}};
    EXPECT_EQ(utimes(path.c_str(), times), 0);
    return UnitKey{path, "", false};
  };
  put("bin/su", 1'600'000'000);
  const UnitKey same = put("id", 1'600'000'000);
  const UnitKey other = put("key", 1'600'000'001);
  const auto found = OfTheTimeOfPrograms({same, other}, directory + "/bin");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].starts_with(same.path + " "));
}

TEST(UnitKeysTest, KnowsThePlacesOfSoftware) {
  EXPECT_TRUE(IsOfTheImage("/usr/share/device/key"));
  EXPECT_FALSE(IsOfTheImage("/usr/local/etc/key"));
  EXPECT_FALSE(IsOfTheImage("/etc/passwd"));
  EXPECT_FALSE(IsOfTheImage("/usr2/key"));
}

class UnitKeyFiles : public testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/tmp/iec-unit-XXXXXX";
    ASSERT_NE(mkdtemp(path), nullptr);
    root_ = path;
    ASSERT_EQ(mkdir((root_ + "/etc").c_str(), 0755), 0);
    ASSERT_EQ(mkdir((root_ + "/software").c_str(), 0755), 0);
    const auto key = SshKey::Generate();
    ASSERT_TRUE(key.ok());
    const auto text = key->PrivateText();
    ASSERT_TRUE(text.ok());
    text_ = *text;
    key_ = root_ + "/etc/key";
    Write("/etc/key", text_);
    keys_ = UnitKeys({root_ + "/etc/*"});
    std::erase_if(keys_, [this](const UnitKey& found) {
      return found.path != key_;  // of this machine's SSH server
    });
    ASSERT_THAT(keys_, SizeIs(1));
  }
  void TearDown() override { ASSERT_TRUE(RemoveTreeSafely(root_).ok()); }

  void Write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(CreateFile(root_ + path, text, 0600).ok());
  }
  std::vector<std::string> Search(
      const std::vector<std::string>& published = {}) {
    const auto found =
        KeysAmongSoftware(keys_, published, {root_ + "/software"});
    EXPECT_TRUE(found.ok());
    return found.ok() ? *found : std::vector<std::string>();
  }
  void SetTime(const std::string& path, int64_t seconds) {
    const struct timeval times[2] = {{seconds, 0}, {seconds, 0}};
    ASSERT_EQ(utimes(path.c_str(), times), 0);
  }

  std::string root_;
  std::string key_;
  std::string text_;
  std::vector<UnitKey> keys_;
};

TEST_F(UnitKeyFiles, AreReadWhereTheyCanBe) {
  EXPECT_TRUE(keys_[0].is_private_key);
  EXPECT_TRUE(keys_[0].fingerprint.starts_with("SHA256:"));
}

TEST_F(UnitKeyFiles, AreFoundAmongSoftware) {
  EXPECT_THAT(Search(), IsEmpty());
  Write("/software/copy", text_);
  Write("/software/another", "-----BEGIN PRIVATE KEY-----\n" +
                                 std::string(64, 'A') +
                                 "\n-----END PRIVATE KEY-----\n");
  EXPECT_THAT(Search(), testing::UnorderedElementsAre(
                            root_ + "/software/copy is a copy of " + key_,
                            root_ + "/software/another is a private key"));
  EXPECT_THAT(Search({root_ + "/software/another"}), SizeIs(1));
}

TEST_F(UnitKeyFiles, AreFoundInOtherForms) {
  Write("/software/other", "Of all units\n" + text_);
  EXPECT_THAT(Search(),
              ElementsAre(root_ + "/software/other is a copy of " + key_));
}

TEST_F(UnitKeyFiles, AreFoundInListsOfPackages) {
  for (const char* directory :
       {"/var", "/var/lib", "/var/lib/dpkg", "/var/lib/dpkg/info",
        "/var/lib/opkg", "/var/lib/opkg/info"}) {
    ASSERT_EQ(mkdir((root_ + directory).c_str(), 0755), 0);
  }
  Write("/var/lib/dpkg/info/sound.list", "/.\n" + key_ + ".pub\n");
  EXPECT_THAT(BroughtByPackages(keys_, root_), IsEmpty());
  Write("/var/lib/dpkg/info/keys.list", "/.\n/etc\n" + key_ + "\n");
  Write("/var/lib/opkg/info/more.list", key_ + "\t0100600\n");
  EXPECT_THAT(BroughtByPackages(keys_, root_),
              ElementsAre("keys brings " + key_, "more brings " + key_));
}

TEST_F(UnitKeyFiles, AreOlderThanTheMachineIdWhereTheyCameWithTheImage) {
  const std::string id = root_ + "/etc/machine-id";
  Write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
  size_t told = 0;
  SetTime(id, 1'600'000'000);
  SetTime(key_, 1'600'000'005);
  EXPECT_THAT(OlderThanUnit(keys_, id, told), IsEmpty());
  EXPECT_EQ(told, 1u);
  SetTime(key_, 1'599'990'000);
  EXPECT_THAT(OlderThanUnit(keys_, id, told), SizeIs(1));
  EXPECT_THAT(OlderThanUnit(keys_, root_ + "/none", told), IsEmpty());
  EXPECT_EQ(told, 0u);
}

}  // namespace
}  // namespace iec
