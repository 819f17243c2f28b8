// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/manifest.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

namespace iec {
namespace {

using nlohmann::json;

TEST(BundleName, LeadsNowhereElse) {
  for (const char* name : {"a", "inputs/001-x.txt", "a/b/c", "..a", "a..b"}) {
    EXPECT_TRUE(IsBundleName(name)) << name;
  }
  for (const char* name :
       {"", ".", "..", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "a/b/c/d",
        "a b", "a\nb", "a\\b", "\xc3\xa4"}) {
    EXPECT_FALSE(IsBundleName(name)) << name;
  }
  EXPECT_FALSE(IsBundleName(std::string(kMaxBundleName + 1, 'a')));
  EXPECT_TRUE(IsBundleName("inputs/001-" +
                           ToBundleName("/x/\x1b[2J" + std::string(900, 'y'))));
}

TEST(Manifest, StrangeOnesAreRefused) {
  const Manifest sound{"x", {{"a", "input", std::string(64, 'a'), 1}}};
  EXPECT_TRUE(ManifestFromJson(ToJson(sound)).ok());
  const json document = json::parse(ToJson(sound));
  const auto refused = [](const json& changed) {
    return !ManifestFromJson(changed.dump()).ok();
  };
  json changed = document;
  changed["schema"] = "iec-bundle/2";
  EXPECT_TRUE(refused(changed));
  changed = document;
  changed["files"].push_back(changed["files"][0]);
  EXPECT_TRUE(refused(changed)) << "twice";
  changed = document;
  changed["files"][0]["path"] = "../a";
  EXPECT_TRUE(refused(changed));
  changed["files"][0]["path"] = kManifestName;
  EXPECT_TRUE(refused(changed));
  changed = document;
  changed["files"][0]["role"] = "x";
  EXPECT_TRUE(refused(changed));
  changed = document;
  changed["files"][0]["size"] = -1;
  EXPECT_TRUE(refused(changed));
  changed["files"][0]["size"] = std::numeric_limits<uint64_t>::max();
  EXPECT_TRUE(refused(changed)) << "it would be read as -1";
  changed = document;
  changed["files"][0]["sha256"] = std::string(64, 'A');
  EXPECT_TRUE(refused(changed));
}

}  // namespace
}  // namespace iec
