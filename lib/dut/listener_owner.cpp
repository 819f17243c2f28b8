// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/listener_owner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "lib/base/file.h"
#include "lib/base/tcp.h"
#include "lib/base/text.h"
#include "lib/dut/leftovers.h"
#include "lib/dut/paths.h"
#include "lib/dut/process.h"

namespace iec {
namespace {

constexpr std::string_view kSocket = "socket:[";

// The inode of the socket that the link names, or 0.
uint64_t SocketOf(const std::string& link) {
  const std::string target = LinkTarget(link);
  return target.starts_with(kSocket)
             ? std::strtoull(target.c_str() + kSocket.size(), nullptr, 10)
             : 0;
}

}  // namespace

ListenerOwners ListenerOwners::Of(const std::vector<Listener>& listeners) {
  ListenerOwners owners;
  owners.AddProcesses(listeners);
  const auto units =
      Run({{"systemctl", "list-sockets", "--no-legend", "--no-pager"}});
  if (units.ok() && units->Succeeded()) owners.AddUnits(units->out);
  return owners;
}

void ListenerOwners::AddProcesses(const std::vector<Listener>& listeners) {
  for (const Listener& listener : listeners) processes_[listener.inode];
  const auto look = [this](pid_t pid) {
    if (pid == 1 || NameOf(pid).find("inetd") != std::string::npos) {
      return false;
    }
    const std::string directory = fmt::format("/proc/{}/fd/", pid);
    for (const std::string& name : FilesIn(directory)) {
      const auto known = processes_.find(SocketOf(directory + name));
      if (known != processes_.end()) {
        known->second.insert(fmt::format("process {}", pid));
      }
    }
    return false;
  };
  (void)ProcessesWhere(look);
}

void ListenerOwners::AddUnits(std::string_view units) {
  for (const std::string& line : Split(units, '\n')) {
    std::vector<std::string> words = Split(line, ' ');
    std::erase(words, "");
    if (words.size() > 1) units_[words[0]].insert(words[1]);
  }
}

std::set<std::string> ListenerOwners::OwnersOf(const Listener& listener) const {
  std::set<std::string> owners;
  if (const auto found = processes_.find(listener.inode);
      listener.inode != 0 && found != processes_.end()) {
    owners = found->second;
  }
  if (const auto found = units_.find(ToText({listener.address, listener.port}));
      found != units_.end()) {
    owners.insert(found->second.begin(), found->second.end());
  }
  return owners;
}

bool ListenerOwners::Same(const Listener& one, const Listener& other) const {
  const auto owners = OwnersOf(other);
  const auto mine = OwnersOf(one);
  return std::any_of(mine.begin(), mine.end(), [&](const std::string& owner) {
    return owners.contains(owner);
  });
}

}  // namespace iec
