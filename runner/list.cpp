// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "lib/base/version.h"
#include "runner/commands.h"
#include "runner/selection.h"

namespace iec {
namespace {

using Json = nlohmann::json;

template <typename Range, typename Convert>
Json Array(const Range& range, Convert convert) {
  Json array = Json::array();
  for (const auto& item : range) array.push_back(std::string(convert(item)));
  return array;
}

Json Describe(const TestCase& test) {
  const auto name = [](auto item) { return Name(item); };
  const auto same = [](std::string_view text) { return text; };
  return Json{{"id", test.Id()},
              {"requirement", std::string(test.requirement)},
              {"source", std::string(test.file)},
              {"plan", std::string(test.plan)},
              {"title", std::string(test.title)},
              {"needs", Array(test.needs, name)},
              {"uses", Array(test.uses, name)},
              {"shares", Array(test.shares, name)},
              {"lanes", Array(test.lanes, name)},
              {"parameters", Array(test.parameters, same)},
              {"supersedes", Array(test.supersedes, same)},
              {"peer", test.peer},
              {"impact", std::string(Name(test.impact))},
              {"root", test.privilege == Privilege::kRoot},
              {"waits_seconds", test.waits.count()},
              {"waits_for", std::string(test.waits_for)},
              {"timeout_seconds", test.timeout.count()}};
}

}  // namespace

int List(const ListOptions& options) {
  const auto tests = SelectAll(JoinWords(options.words));
  if (!tests.ok()) return Complain(tests.error().message, kExitUsage);
  if (options.json) {
    Json document = {{"schema", "iec-list/1"}, {"tests", Json::array()}};
    for (const TestCase* test : *tests) {
      document["tests"].push_back(Describe(*test));
    }
    fmt::print("{}\n", document.dump(2));
    return kExitPass;
  }
  size_t width = 0;
  for (const TestCase* test : *tests) {
    width = std::max(width, test->Id().size());
  }
  for (const TestCase* test : *tests) {
    fmt::print("{:<{}}  {}{}\n", test->Id(), width, test->title,
               test->peer ? " (needs a peer)" : "");
  }
  fmt::print(stderr, "{} test(s)\n", tests->size());
  return kExitPass;
}

int PrintVersion() {
  fmt::print("iec-runner {} ({})\n", kVersion, kCommit);
  return kExitPass;
}

}  // namespace iec
