// SPDX-License-Identifier: Apache-2.0
#include "lib/redact/redact_record.h"

#include <algorithm>

namespace iec {
namespace {

// A digest, or a commit of git with what may follow it.
bool IsDigest(std::string_view text) {
  constexpr size_t kShortest = 7;
  constexpr size_t kLongest = 64;
  const size_t end =
      std::min(text.find_first_not_of("0123456789abcdef"), text.size());
  const std::string_view rest = text.substr(end);
  return end >= kShortest && end <= kLongest &&
         (rest.empty() || rest == "-dirty" || rest == "+");
}

class Words {
 public:
  explicit Words(Redactor& redactor) : redactor_(redactor) {}

  void operator()(std::string& text) {
    text = redactor_.Text(text);
    redactor_.EndText();
  }
  void operator()(std::vector<std::string>& texts) {
    for (std::string& text : texts) (*this)(text);
  }
  void Digest(std::string& text) {
    if (!IsDigest(text)) (*this)(text);
  }

 private:
  Redactor& redactor_;
};

}  // namespace

PlanRecord RedactRecord(const PlanRecord& plan, Redactor& redactor) {
  Words words(redactor);
  PlanRecord out = plan;
  words(out.runner_version);
  words.Digest(out.runner_commit);
  words(out.lane);
  words(out.machine);
  words(out.system);
  words(out.kernel);
  words(out.profile_name);
  words.Digest(out.profile_sha256);
  words(out.component_type);
  words(out.selection);
  for (PlannedTest& test : out.tests) words(test.title);
  for (LeftOut& test : out.left_out) words(test.reason);
  words(out.deviations);
  for (Waiver& waiver : out.waivers) {
    words(waiver.target);
    words(waiver.justification);
    waiver.approver = redactor.Person(waiver.approver);
    words(waiver.expires);
  }
  return out;
}

TestRecord RedactRecord(const TestRecord& test, Redactor& redactor) {
  Words words(redactor);
  TestRecord out = test;
  words(out.reason);
  for (Check& check : out.checks) {
    words(check.expected);
    words(check.found);
    words(check.where);
  }
  for (Measurement& measurement : out.measurements) {
    words(measurement.name);
    words(measurement.unit);
  }
  words(out.undo_failures);
  return out;
}

}  // namespace iec
