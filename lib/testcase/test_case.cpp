// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/test_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/base/text.h"
#include "lib/record/record_json.h"

namespace iec {
namespace {

std::vector<TestCase>& Registry() {
  static std::vector<TestCase> registry;
  return registry;
}

size_t CatalogueIndex(const TestCase& test) {
  const Requirement* requirement = test.requirement_data();
  if (requirement == nullptr) return Requirements().size();
  return static_cast<size_t>(requirement - Requirements().data());
}

std::string FaultOfWaits(const TestCase& test,
                         const std::map<std::string, Parameter>& parameters) {
  if (test.waits.count() < 0 || test.waits >= test.timeout) {
    return "it waits longer than its time limit lasts";
  }
  if (test.waits_for.empty()) return {};
  if (std::find(test.parameters.begin(), test.parameters.end(),
                test.waits_for) == test.parameters.end()) {
    return fmt::format("it waits for {}, which is none of its parameters",
                       test.waits_for);
  }
  const Parameter& parameter = parameters.at(std::string(test.waits_for));
  if (parameter.type != Parameter::Type::kInteger ||
      parameter.unit != "seconds") {
    return fmt::format("it waits for {}, which is no number of seconds",
                       test.waits_for);
  }
  return {};
}

// Empty when the declaration is sound.
std::string FaultOf(const TestCase& test,
                    const std::map<std::string, Parameter>& parameters) {
  const std::string id = test.Id();
  if (test.requirement_data() == nullptr ||
      Token(*test.requirement_data()) != test.requirement) {
    return fmt::format("no requirement has the token {}", test.requirement);
  }
  if (!IsWireName(id)) return "an id may hold letters, digits and _ only";
  if (!test.file.ends_with(fmt::format("/{}.cpp", test.name))) {
    return "the file is not called like the test";
  }
  if (test.name.starts_with("RE_")) {
    return "a name that begins with RE_ reads as an enhancement";
  }
  // KernelCI silently drops every test whose path holds this word.
  if (id.find("setup") != std::string::npos) return "'setup' in an id";
  for (const auto& [what, text] :
       {std::pair{"plan", test.plan}, std::pair{"title", test.title},
        std::pair{"tried", test.tried},
        std::pair{"passes_when", test.passes_when},
        std::pair{"remedy", test.remedy}}) {
    if (text.empty()) return fmt::format("the text .{} is missing", what);
  }
  for (const std::string_view name : test.parameters) {
    if (!parameters.contains(std::string(name))) {
      return fmt::format("no parameter is called {}", name);
    }
  }
  for (const Resource shared : test.shares) {
    if (shared == Resource::kEverything ||
        std::find(test.uses.begin(), test.uses.end(), shared) !=
            test.uses.end()) {
      return fmt::format("it cannot share {}", Name(shared));
    }
  }
  if (test.lanes.empty()) return "it can run in no lane";
  if (test.timeout.count() <= 0) return "its time limit is not positive";
  return FaultOfWaits(test, parameters);
}

}  // namespace

std::string_view Name(Resource resource) {
  switch (resource) {
    case Resource::kAccounts:
      return "accounts";
    case Resource::kSshLogin:
      return "ssh_login";
    case Resource::kConsoleLogin:
      return "console_login";
    case Resource::kOldPasswords:
      return "old_passwords";
    case Resource::kAuditTrail:
      return "audit_trail";
    case Resource::kFilesystem:
      return "filesystem";
    case Resource::kServices:
      return "services";
    case Resource::kNetwork:
      return "network";
    case Resource::kClock:
      return "clock";
    case Resource::kEverything:
      return "everything";
  }
  return "";
}

std::string_view Name(Impact impact) {
  switch (impact) {
    case Impact::kLive:
      return "live";
    case Impact::kReboot:
      return "reboot";
    case Impact::kDestructive:
      return "destructive";
  }
  return "";
}

std::string TestCase::Id() const {
  return fmt::format("{}_{}", requirement, name);
}

const Requirement* TestCase::requirement_data() const {
  return FindRequirement(requirement);
}

const std::vector<TestCase>& AllTestCases() {
  // Static objects register in link order; readers want the standard's.
  static const bool sorted = [] {
    auto& tests = Registry();
    std::sort(tests.begin(), tests.end(),
              [](const TestCase& a, const TestCase& b) {
                const size_t left = CatalogueIndex(a);
                const size_t right = CatalogueIndex(b);
                return left != right ? left < right : a.name < b.name;
              });
    return true;
  }();
  static_cast<void>(sorted);
  return Registry();
}

void RegisterTestCase(TestCase test) { Registry().push_back(std::move(test)); }

Status ValidateDeclarations(const std::vector<TestCase>& tests) {
  IEC_ASSIGN_OR_RETURN(const auto parameters, LoadParameters());
  std::set<std::string> ids;
  for (const TestCase& test : tests) {
    std::string fault = FaultOf(test, parameters);
    if (fault.empty() && !ids.insert(test.Id()).second) {
      fault = "another test case has the same id";
    }
    if (!fault.empty()) {
      return Error{fmt::format("{}: {} ({})", test.file, fault, test.Id())};
    }
  }
  return {};
}

}  // namespace iec
