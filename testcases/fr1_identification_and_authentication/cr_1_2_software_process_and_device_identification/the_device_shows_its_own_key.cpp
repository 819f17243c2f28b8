// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <set>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/kexinit.h"
#include "lib/dut/ssh_session.h"
#include "lib/testcase/check.h"
#include "lib/testcase/peer_view.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using std::chrono::seconds;

constexpr seconds kPatience{30};
constexpr size_t kLongestRecord = 65536;

// Every word of the text that is a fingerprint.
void AddFingerprints(std::string_view text, std::set<std::string>& found) {
  for (const std::string& line : Split(text, '\n')) {
    for (const std::string& word : Split(line, ' ')) {
      if (word.starts_with("SHA256:")) found.insert(word);
    }
  }
}

Result<std::set<std::string>> EnrolledKeys(
    const std::vector<std::string>& entries) {
  std::set<std::string> enrolled;
  for (const std::string& entry : entries) {
    if (!entry.starts_with('/')) {
      AddFingerprints(entry, enrolled);
      continue;
    }
    IEC_ASSIGN_OR_RETURN(const std::string text,
                         ReadFile(entry, kLongestRecord));
    AddFingerprints(text, enrolled);
  }
  return enrolled;
}

// The algorithms of one key: whatever hash its signature is made with.
std::string KeyTypeOf(const std::string& algorithm) {
  if (algorithm.starts_with("rsa-") || algorithm == "ssh-rsa") return "ssh-rsa";
  return algorithm;
}

// One interface, seen from all addresses of the peer.
class KeyTrial {
 public:
  KeyTrial(Peer& peer, const HumanInterface& interface,
           const std::set<std::string>& enrolled)
      : peer_(peer), interface_(interface), enrolled_(enrolled) {}

  void Try() {
    // By the address that a client comes from a device might answer in
    // different ways, and the second connection as well.
    for (const std::string& from : peer_.welcome().addresses) {
      for (int time = 0; time < 2; ++time) {
        if (!Look(from)) return;
      }
    }
    for (const auto& [type, keys] : shown_) {
      Expect(
          keys.size() == 1,
          Text(fmt::format("each connection is shown the same {} key", type)),
          Join({keys.begin(), keys.end()}, ", "));
      for (const std::string& key : keys) {
        Expect(
            enrolled_.contains(key),
            Text(fmt::format("the {} key is one that was written down", type)),
            key);
      }
    }
  }

 private:
  std::string Text(const std::string& what) const {
    return NameOf(interface_) + ": " + what;
  }

  // All keys that one client can be shown; false where that is not known.
  bool Look(const std::string& from) {
    const auto offer = ReadServerOffer(interface_.address, interface_.port,
                                       kPatience, peer_.From(from));
    if (!offer.ok()) {
      Obstacle(Text(offer.error().message));
      return false;
    }
    std::set<std::string> types;
    for (const std::string& algorithm : offer->kexinit.host_keys) {
      const std::string type = KeyTypeOf(algorithm);
      if (!types.insert(type).second) continue;
      if (!Prove(from, algorithm, type)) return false;
    }
    return Control(!types.empty(), Text("it offers a key"), "none is offered");
  }

  // A handshake that comes to its end is the proof that the key is there.
  bool Prove(const std::string& from, const std::string& algorithm,
             const std::string& type) {
    SshTarget target;
    target.address = interface_.address;
    target.port = interface_.port;
    target.user = "nobody";
    target.timeout = kPatience;
    target.host_keys = algorithm;
    target.connector = peer_.From(from);
    const auto session = SshSession::Negotiate(target);
    if (session.ok() && session->has_value()) {
      shown_[type].insert((*session)->server().host_key);
      return true;
    }
    const std::string why =
        session.ok() ? "no agreement on it" : session.error().message;
    Expect(
        false,
        Text(fmt::format("the handshake with the offered {} comes to its end",
                         Printable(algorithm, 80))),
        why);
    return false;
  }

  Peer& peer_;
  const HumanInterface& interface_;
  const std::set<std::string>& enrolled_;
  std::map<std::string, std::set<std::string>> shown_;  // by type
};

}  // namespace

IEC_TEST_CASE(
    CR_1_2, the_device_shows_its_own_key, .plan = "CR1.2.t1",
    .title =
        "Over the network the device proves the identity that it was "
        "enrolled with",
    .tried =
        "From each address of a second machine, twice: on each SSH interface "
        "the list of host keys that the server offers is read, and for each "
        "type of key in it a handshake is made, in which the server signs "
        "with that key.",
    .passes_when =
        "Each handshake comes to its end, each key that is shown is one that "
        "was written down when the device was commissioned, and every "
        "connection is shown the same ones.",
    .not_covered =
        "Interfaces other than SSH; certificates of hosts. Where "
        "identity.host_keys names a file of the device itself, whoever "
        "changes the key and the file together goes unnoticed: name the "
        "fingerprints.",
    .remedy =
        "A key that was not written down is of another device, or new: look "
        "for HostKey in the configuration of sshd, for a second server on the "
        "address that the message names, and for what made the key. After a "
        "change that was meant, write the new fingerprint down "
        "(ssh-keygen -l) in identity.host_keys.",
    .needs = {Capability::kSsh},
    .shares = {Resource::kSshLogin, Resource::kNetwork},
    .parameters = {"identity.host_keys"}, .peer = true,
    .timeout = std::chrono::seconds(180)) {
  IEC_OBTAIN(const auto entries, dut.profile().List("identity.host_keys"));
  IEC_OBTAIN(const auto enrolled, EnrolledKeys(entries));
  if (!Expect(!enrolled.empty(),
              "the keys by which clients know the device are written down",
              enrolled.empty() ? "identity.host_keys names none"
                               : fmt::format("{} of them", enrolled.size()))) {
    return;
  }
  IEC_OBTAIN(Peer* const peer, dut.peer());
  NotePeer(*peer);
  IEC_OBTAIN(const Profile seen, AsPeerSeesIt(dut.profile(), *peer));
  IEC_CONTROL(!seen.interfaces.empty(), "the profile declares an SSH interface",
              "none is declared");
  for (const HumanInterface& interface : seen.interfaces) {
    KeyTrial(*peer, interface, enrolled).Try();
  }
}

}  // namespace iec
