// SPDX-License-Identifier: Apache-2.0
// Which program stands behind a listener: two of one program, or of one
// systemd unit, have the same settings.
#ifndef IEC_LIB_DUT_LISTENER_OWNER_H_
#define IEC_LIB_DUT_LISTENER_OWNER_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dut/listeners.h"

namespace iec {

class ListenerOwners {
 public:
  static ListenerOwners Of(const std::vector<Listener>& listeners);

  // `units`: what `systemctl list-sockets` prints.
  void AddUnits(std::string_view units);
  bool Same(const Listener& one, const Listener& other) const;

 private:
  void AddProcesses(const std::vector<Listener>& listeners);
  std::set<std::string> OwnersOf(const Listener& listener) const;

  // What systemd or an inetd holds for others says nothing: left out.
  std::map<uint64_t, std::set<std::string>> processes_;  // by inode
  std::map<std::string, std::set<std::string>> units_;   // by "[::]:22"
};

}  // namespace iec

#endif  // IEC_LIB_DUT_LISTENER_OWNER_H_
