// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/peer_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/tcp.h"
#include "lib/base/text.h"
#include "lib/dut/listeners.h"
#include "lib/testcase/check.h"

namespace iec {
namespace {

// An address that means another one when it is said on another machine.
bool IsRelative(const std::string& address) {
  return address.starts_with("127.") || address == "::1" ||
         address == "0.0.0.0" || address == "::";
}

}  // namespace

Result<Profile> AsPeerSeesIt(const Profile& profile, const Peer& peer) {
  IEC_ASSIGN_OR_RETURN(const std::string own,
                       OwnAddressTowards(peer.welcome().addresses.front()));
  Profile seen = profile;
  std::erase_if(seen.interfaces, [](const HumanInterface& interface) {
    return interface.kind != HumanInterface::Kind::kSsh;
  });
  IEC_ASSIGN_OR_RETURN(const auto listeners, Listeners());
  std::erase_if(seen.interfaces, [&](HumanInterface& interface) {
    if (!IsRelative(interface.address)) return false;
    interface.address = own;
    const bool there = std::any_of(
        listeners.begin(), listeners.end(), [&](const Listener& listener) {
          return !listener.udp && listener.port == interface.port &&
                 (listener.address == own || listener.address == "0.0.0.0" ||
                  listener.address == "::");
        });
    if (!there) Note(NameOf(interface) + ": it does not listen there");
    return !there;
  });
  if (seen.interfaces.empty()) {
    return Error{"no SSH interface of the profile listens at " + own};
  }
  return seen;
}

Result<std::vector<LoginPath>> LoginPathsFrom(Peer& peer,
                                              const std::string& from,
                                              const Profile& seen,
                                              const std::string& user) {
  IEC_ASSIGN_OR_RETURN(auto paths, LoginPaths(seen, user, peer.From(from)));
  for (LoginPath& path : paths) {
    path.name +=
        fmt::format(" at {} port {} from {}", path.address, path.port, from);
  }
  return paths;
}

std::string NameOf(const HumanInterface& interface) {
  return fmt::format("{} ({} port {})", interface.name, interface.address,
                     interface.port);
}

void NotePeer(const Peer& peer) {
  Note(fmt::format("from the peer at {}, iec-runner {}",
                   Join(peer.welcome().addresses, ", "),
                   peer.welcome().version));
}

}  // namespace iec
