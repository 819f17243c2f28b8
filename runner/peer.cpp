// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>

#include "lib/base/text.h"
#include "lib/peer/agent.h"
#include "lib/peer/channel.h"
#include "runner/commands.h"
#include "runner/signals.h"

namespace iec {
namespace {

void Print(std::FILE* stream, const std::string& line) {
  fmt::print(stream, "{}\n", Printable(line));
  // Whoever waits for the line reads a pipe.
  std::fflush(stream);
}

// The first that is no numeric address, as an Error.
Status CheckAddresses(const std::vector<std::string>& addresses) {
  for (const std::string& address : addresses) {
    const auto parsed = ParseAddress(address, 0);
    if (!parsed.ok()) return parsed.error();
  }
  return {};
}

}  // namespace

int ServePeer(const PeerOptions& options) {
  PeerAgentOptions agent;
  auto listen = ParseEndpoint(options.listen);
  if (!listen.ok()) {
    return Complain("--listen: " + listen.error().message, kExitUsage);
  }
  agent.listen = *std::move(listen);
  for (const auto* addresses : {&options.duts, &options.from}) {
    const Status status = CheckAddresses(*addresses);
    if (!status.ok()) return Complain(status.error().message, kExitUsage);
  }
  agent.duts = options.duts;
  agent.from = options.from;
  auto key = ReadPeerKey(options.key);
  if (!key.ok()) return Complain(key.error().message, kExitNoVerdict);
  agent.key = *std::move(key);
  if (agent.from.empty()) {
    auto found = AttackAddresses(agent.duts, agent.listen.address);
    if (!found.ok()) return Complain(found.error().message, kExitNoVerdict);
    agent.from = *std::move(found);
  }
  if (agent.from.empty()) {
    return Complain(
        "this machine has no address in the network of the device beside that "
        "of --listen: add one, or name one by --from",
        kExitNoVerdict);
  }
  HandleSignals();
  agent.stop = &asked_to_end;
  agent.say = [](const std::string& line) { Print(stdout, line); };
  agent.warn = [](const std::string& line) { Print(stderr, line); };
  const Status served = ServeAsPeer(agent);
  if (!served.ok()) return Complain(served.error().message, kExitNoVerdict);
  return kExitPass;
}

}  // namespace iec
