// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/statement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/evidence/bundle_sample_test.h"

namespace iec {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class Images : public Bundle {
 protected:
  // A later run of the same tests for each, by a job that names this image.
  static Assessment Runs(const std::vector<std::string>& images) {
    std::vector<RecordInput> inputs;
    for (const std::string& image : images) {
      const size_t number = inputs.size();
      RecordInput& input = inputs.emplace_back();
      RunRecord& run = input.runs.emplace_back();
      run.plan = SamplePlan();
      run.plan.run = "run" + std::to_string(number);
      run.plan.started += static_cast<int64_t>(number);
      if (image.empty()) continue;
      input.job.emplace();
      input.job->id = std::to_string(4711 + number);
      input.job->image_sha256 = image;
    }
    return *Assess(inputs, {});
  }
  static Result<Statement> Of(const std::vector<std::string>& images) {
    return StatementOf(Runs(images), "", {{kInput, kRecord}});
  }

  inline static const std::string kGood = std::string(64, 'c');
  inline static const std::string kBad = std::string(64, 'a');
  inline static const std::string kRecord = std::string(64, 'd');
};

TEST_F(Images, TheOneOfTheJobsIsTheSubject) {
  EXPECT_THAT(Of({kGood, kGood})->subjects,
              ElementsAre(Subject("image of LAVA job 4711", kGood)));
}

TEST_F(Images, OneThatNotEachRunNamesIsNone) {
  for (const auto& images :
       {std::vector{kBad, std::string()}, {std::string(), kGood}}) {
    EXPECT_THAT(Of(images)->subjects, ElementsAre(Subject(kInput, kRecord)));
  }
}

TEST_F(Images, SeveralAreRefused) {
  const auto of_two = Of({kBad, kGood});
  ASSERT_FALSE(of_two.ok());
  EXPECT_THAT(of_two.error().message,
              AllOf(HasSubstr("job 4711: sha256:" + kBad),
                    HasSubstr("job 4712: sha256:" + kGood),
                    HasSubstr("make a bundle of each")));
  EXPECT_FALSE(Of({kBad, "", kGood}).ok());
  const auto two = [](const auto&, const auto&, const auto&) {
    return Result<Assessment>(Runs({kBad, kGood}));
  };
  EXPECT_THAT(Refused("bundle", two), HasSubstr("several images"));
  // As one who has the key signs what comes of one of them.
  const auto one = [](const auto&, const auto&, const auto&) {
    return Result<Assessment>(Runs({kGood}));
  };
  ASSERT_EQ(Refused("bundle", one), "");
  EXPECT_THAT(Verify("bundle", two).problems,
              Contains(HasSubstr("several images")));
}

}  // namespace
}  // namespace iec
