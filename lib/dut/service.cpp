// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/text.h"
#include "lib/dut/process.h"

namespace iec {
namespace {

constexpr char kProperties[] =
    "--property=Id,LoadState,ActiveState,SubState,ExecStart,MainPID";

// "{ path=/usr/sbin/sshd ; argv[]=/usr/sbin/sshd -D ; ... }"
Result<std::string> ProgramOf(std::string_view value) {
  constexpr std::string_view kBegin = "{ path=";
  const size_t end = value.find(" ; ");
  if (!value.starts_with(kBegin) || end == std::string_view::npos) {
    return Error{"ExecStart of an unknown form: " + Printable(value)};
  }
  return std::string(value.substr(kBegin.size(), end - kBegin.size()));
}

Status Take(std::string_view key, std::string_view value,
            std::set<std::string>& seen, ServiceState& state) {
  if (key == "ExecStart") {
    if (value.empty()) return {};
    IEC_ASSIGN_OR_RETURN(std::string program, ProgramOf(value));
    state.programs.push_back(std::move(program));
    return {};
  }
  if (!seen.insert(std::string(key)).second) {
    return Error{fmt::format("{} twice", Printable(key))};
  }
  if (key == "MainPID") {
    const auto pid = ParseInteger(value);
    if (!pid || *pid < 0) return Error{"a MainPID that is no number"};
    state.main_pid = *pid;
    return {};
  }
  const std::map<std::string_view, std::string*> texts = {
      {"Id", &state.id},
      {"LoadState", &state.load_state},
      {"ActiveState", &state.active_state},
      {"SubState", &state.sub_state}};
  const auto text = texts.find(key);
  if (text == texts.end()) {
    return Error{"a property not asked for: " + Printable(key)};
  }
  *text->second = value;
  return {};
}

Result<ServiceState> ParseOne(std::string_view block, const std::string& name) {
  ServiceState state;
  state.name = name;
  std::set<std::string> seen;
  for (const std::string& line : Split(block, '\n')) {
    if (line.empty()) continue;
    const size_t equals = line.find('=');
    if (equals == std::string::npos) {
      return Error{"a line without '=': " + Printable(line)};
    }
    const std::string_view text = line;
    IEC_RETURN_IF_ERROR(
        Take(text.substr(0, equals), text.substr(equals + 1), seen, state));
  }
  // A unit that is not a service has no MainPID; all have the rest.
  for (const char* needed : {"Id", "LoadState", "ActiveState", "SubState"}) {
    if (!seen.contains(needed)) return Error{fmt::format("no {}", needed)};
  }
  return state;
}

}  // namespace

Result<std::vector<ServiceState>> ParseServices(
    std::string_view text, const std::vector<std::string>& names) {
  std::vector<std::string_view> blocks;
  text = Trim(text);
  while (!text.empty()) {
    const size_t end = std::min(text.find("\n\n"), text.size());
    blocks.push_back(text.substr(0, end));
    text = Trim(text.substr(end));
  }
  if (blocks.size() != names.size()) {
    return Error{fmt::format("systemctl showed {} units instead of {}",
                             blocks.size(), names.size())};
  }
  std::vector<ServiceState> states;
  for (size_t i = 0; i < blocks.size(); ++i) {
    auto state = ParseOne(blocks[i], names[i]);
    if (!state.ok()) {
      return state.error().Within("systemctl show " + Printable(names[i]));
    }
    states.push_back(std::move(state).value());
  }
  return states;
}

Result<std::vector<ServiceState>> QueryServices(
    const std::vector<std::string>& names) {
  Command show{{"systemctl", "show", "--no-pager", kProperties, "--"}};
  show.argv.insert(show.argv.end(), names.begin(), names.end());
  IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run(show));
  if (!outcome.Succeeded()) {
    return Error{"systemctl show: " + outcome.Describe()};
  }
  return ParseServices(outcome.out, names);
}

Result<ServiceState> QueryService(const std::string& name) {
  IEC_ASSIGN_OR_RETURN(std::vector<ServiceState> states, QueryServices({name}));
  return std::move(states.front());
}

}  // namespace iec
