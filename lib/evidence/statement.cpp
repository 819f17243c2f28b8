// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/base/exit_status.h"
#include "lib/base/text.h"
#include "lib/evidence/manifest.h"
#include "lib/evidence/strict_json.h"

namespace iec {
namespace {

using nlohmann::json;

constexpr char kProfile[] = "profile";

json Descriptor(const std::string& name, const std::string& sha256) {
  return {{"digest", {{"sha256", sha256}}}, {"name", name}};
}

// Name and digest of a resource descriptor.
Result<Subject> FromDescriptor(const json& entry) {
  IEC_ASSIGN_OR_RETURN(const std::string name, TextAt(entry, "name"));
  const auto digest = entry.find("digest");
  if (digest == entry.end()) return Error{"it has no digest of " + name};
  IEC_ASSIGN_OR_RETURN(const std::string sha256, TextAt(*digest, "sha256"));
  return Subject(name, sha256);
}

Result<Subjects> Descriptors(const json& object, const char* key) {
  Subjects list;
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) {
    return Error{fmt::format("it has no list '{}'", key)};
  }
  for (const json& entry : *found) {
    IEC_ASSIGN_OR_RETURN(auto one, FromDescriptor(entry));
    list.push_back(std::move(one));
  }
  return list;
}

// Name and digest of the image that all runs are of; without a digest where
// one of them names none, since nothing is known of that one's image.
Result<Subject> ImageOf(const Assessment& assessment) {
  Subject image;
  bool all_named = true;
  for (const AssessedRun& run : assessment.runs) {
    if (!run.job || run.job->image_sha256.empty()) {
      all_named = false;
      continue;
    }
    const Subject other = {"image of LAVA job " + run.job->id,
                           run.job->image_sha256};
    if (image.second.empty()) image = other;
    if (image.second == other.second) continue;
    return Error{fmt::format(
        "the runs are of several images ({}: sha256:{}, {}: sha256:{}), and "
        "what passed on one of them may have failed on the other: make a "
        "bundle of each",
        Printable(image.first), Printable(image.second), Printable(other.first),
        Printable(other.second))};
  }
  return all_named ? image : Subject();
}

Result<std::set<std::string>> Names(const json& predicate, const char* key) {
  std::set<std::string> names;
  const auto found = predicate.find(key);
  if (found == predicate.end() || !found->is_array()) {
    return Error{fmt::format("its predicate has no list '{}'", key)};
  }
  for (const json& name : *found) {
    if (!name.is_string()) {
      return Error{fmt::format("'{}' holds what is no name", key)};
    }
    names.insert(name.get<std::string>());
  }
  return names;
}

}  // namespace

Result<Statement> StatementOf(const Assessment& assessment,
                              std::string manifest_sha256,
                              const Subjects& records) {
  Statement statement;
  statement.manifest_sha256 = std::move(manifest_sha256);
  statement.profile_sha256 = assessment.device().profile_sha256;
  IEC_ASSIGN_OR_RETURN(auto image, ImageOf(assessment));
  statement.subjects = image.second.empty() ? records : Subjects{image};
  for (const AssessedTest& test : assessment.tests) {
    switch (test.verdict) {
      case Verdict::kPass:
        statement.passed.insert(test.plan.id);
        break;
      case Verdict::kFail:
        statement.failed.insert(test.plan.id);
        break;
      case Verdict::kNotApplicable:
        break;
      default:
        statement.warned.insert(test.plan.id);
    }
  }
  const auto waived = assessment.test_counts.find(Verdict::kWaived);
  const bool warns =
      assessment.exit_status != kExitPass ||
      (waived != assessment.test_counts.end() && waived->second > 0);
  statement.result = assessment.exit_status == kExitFinding ? "FAILED"
                     : warns                                ? "WARNED"
                                                            : "PASSED";
  return statement;
}

std::string ToJson(const Statement& statement) {
  json subjects = json::array();
  for (const auto& [name, sha256] : statement.subjects) {
    subjects.push_back(Descriptor(name, sha256));
  }
  json configuration = json::array();
  configuration.push_back(Descriptor(kManifestName, statement.manifest_sha256));
  if (!statement.profile_sha256.empty()) {
    configuration.push_back(Descriptor(kProfile, statement.profile_sha256));
  }
  return json{{"_type", kStatementType},
              {"predicate",
               {{"configuration", configuration},
                {"failedTests", statement.failed},
                {"passedTests", statement.passed},
                {"result", statement.result},
                {"warnedTests", statement.warned}}},
              {"predicateType", kPredicateType},
              {"subject", subjects}}
      .dump();
}

Result<Statement> StatementFromJson(std::string_view text) {
  IEC_ASSIGN_OR_RETURN(const json document, ParseStrictJson(text));
  IEC_ASSIGN_OR_RETURN(const std::string type, TextAt(document, "_type"));
  IEC_ASSIGN_OR_RETURN(const std::string predicate_type,
                       TextAt(document, "predicateType"));
  if (type != kStatementType || predicate_type != kPredicateType) {
    return Error{fmt::format("it is a '{}' of '{}', not a test result",
                             Printable(type, 100),
                             Printable(predicate_type, 100))};
  }
  Statement statement;
  IEC_ASSIGN_OR_RETURN(statement.subjects, Descriptors(document, "subject"));
  const auto predicate = document.find("predicate");
  if (predicate == document.end() || !predicate->is_object()) {
    return Error{"it has no predicate"};
  }
  IEC_ASSIGN_OR_RETURN(statement.result, TextAt(*predicate, "result"));
  IEC_ASSIGN_OR_RETURN(const auto configuration,
                       Descriptors(*predicate, "configuration"));
  for (const auto& [name, sha256] : configuration) {
    if (name == kManifestName) statement.manifest_sha256 = sha256;
    if (name == kProfile) statement.profile_sha256 = sha256;
  }
  IEC_ASSIGN_OR_RETURN(statement.passed, Names(*predicate, "passedTests"));
  IEC_ASSIGN_OR_RETURN(statement.warned, Names(*predicate, "warnedTests"));
  IEC_ASSIGN_OR_RETURN(statement.failed, Names(*predicate, "failedTests"));
  return statement;
}

}  // namespace iec
