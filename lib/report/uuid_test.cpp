// SPDX-License-Identifier: Apache-2.0
#include "lib/report/uuid.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

// Computed by python's uuid.uuid5().
TEST(UuidV5, IsThatOfOthers) {
  EXPECT_EQ(UuidV5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"),
            "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_EQ(UuidV5(kUuidOfUrls, ""), "1b4db7eb-4057-5ddf-91e0-36dec72071f5");
  EXPECT_NE(UuidV5(kUuidOfUrls, "a"), UuidV5(kUuidOfUrls, "b"));
}

}  // namespace
}  // namespace iec
