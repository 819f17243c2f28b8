// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/ssh_session.h"
#include "lib/dut/sshd_settings.h"
#include "lib/dut/unit_keys.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

bool IsDirectory(const char* path) {
  struct stat info {};
  return lstat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

constexpr const char* kKeyTypes[] = {
    "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521", "rsa-sha2-512,rsa-sha2-256,ssh-rsa"};

void Report(const char* expected, const std::vector<std::string>& faults,
            const std::string& sound) {
  Expect(faults.empty(), expected, faults.empty() ? sound : Join(faults, "; "));
}

bool HasKeyAgent() {
  for (const std::string& config : SshdConfigFiles()) {
    for (const SshdSetting& setting : ReadSshdSettings(config)) {
      if (setting.keyword == "hostkeyagent") return true;
    }
  }
  return false;
}

// What the device shows of itself is among what was looked at.
void ComparePresented(const HumanInterface& interface,
                      const std::vector<UnitKey>& keys) {
  size_t presented = 0;
  std::vector<std::string> unknown;
  for (const char* types : kKeyTypes) {
    SshTarget target;
    target.address = interface.address;
    target.port = interface.port;
    target.user = "nobody";
    target.host_keys = types;
    IEC_OBTAIN(const auto session, SshSession::Negotiate(target));
    if (!session) continue;
    ++presented;
    const std::string& shown = session->server().host_key;
    if (std::none_of(keys.begin(), keys.end(), [&](const UnitKey& key) {
          return key.fingerprint == shown;
        })) {
      unknown.push_back(session->server().host_key_type + " " + shown);
    }
  }
  if (!unknown.empty() && HasKeyAgent()) {
    Note(interface.name +
         ": not in a file, as an agent has it: " + Join(unknown, ", "));
    return;
  }
  IEC_CONTROL(presented > 0 && unknown.empty(),
              interface.name + ": each key that is presented is in a file",
              unknown.empty()
                  ? fmt::format("{} keys", presented)
                  : "in none of identity.files: " + Join(unknown, ", "));
}

void JudgeMachineIds(const std::vector<UnitKey>& keys) {
  std::vector<std::string> none;
  std::vector<std::string> ids;
  for (const UnitKey& key : keys) {
    if (!key.path.ends_with("/machine-id")) continue;
    const auto text = ReadFile(key.path, 4096);
    const std::string id(text.ok() ? Trim(*text) : "");
    if (!IsMachineId(id)) none.push_back(key.path + ": " + Printable(id, 40));
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  Report("each machine id is one", none, fmt::format("{} of them", ids.size()));
  Expect(ids.size() < 2, "the unit has one machine id",
         ids.size() < 2 ? "so it has" : Join(ids, " and "));
}

// Where a first start may have keys from that are no secret of this unit. What
// lies there may be a backup of the unit's own: its age tells.
std::vector<std::string> OtherPlaces() {
  std::vector<std::string> places;
  for (const char* place :
       {"/boot", "/data", "/etc", "/home", "/mnt", "/root", "/srv", "/var"}) {
    if (IsDirectory(place)) places.emplace_back(place);
  }
  return places;
}

}  // namespace

IEC_TEST_CASE(
    CR_1_2_RE_1, identity_is_not_part_of_the_image, .plan = "CR1.2RE1.t2",
    .title = "The keys by which a unit is known are its own",
    .tried =
        "The private keys and ids that identify the unit are found by the "
        "profile and the configuration of SSH, other private keys where data "
        "and "
        "settings lie; the keys that SSH presents must be among them. They are "
        "looked for among the software, byte for byte "
        "and in other forms, with any other private key there, and in the "
        "lists of the packages. Their time is compared with those of programs "
        "and with that of the "
        "machine id, which a unit makes when it first starts.",
    .passes_when =
        "None of them lies where the software does or is on a file system that "
        "is never written, none came with a package, no copy of one and no "
        "other private key is among the software, none is older than the "
        "unit's first start, and there is one machine id.",
    .not_covered =
        "A second unit, whose keys must be others (CR1.2RE1.t1); keys in "
        "archives, initial RAM disks and hardware; keys that the image carries "
        "with a changed time, or on a file system other than the machine id's.",
    .remedy =
        "Take the key that the message names out of the image and have the "
        "unit make its own before the service first starts (ssh-keygen -A in a "
        "unit with ConditionFileNotEmpty=!); leave /etc/machine-id empty in "
        "the image.",
    .shares = {Resource::kSshLogin, Resource::kFilesystem},
    .parameters = {"identity.files", "identity.carried_over",
                   "identity.published"},
    .timeout = std::chrono::seconds(180)) {
  const Profile& profile = dut.profile();
  IEC_OBTAIN(const auto patterns, profile.List("identity.files"));
  IEC_OBTAIN(const auto carried, profile.List("identity.carried_over"));
  IEC_OBTAIN(const auto published, profile.List("identity.published"));
  const std::vector<UnitKey> keys = UnitKeys(patterns);
  IEC_CONTROL(!keys.empty(), "the unit has something that identifies it",
              fmt::format("{} files of identity.files", keys.size()));
  for (const HumanInterface& interface : profile.interfaces) {
    if (interface.kind == HumanInterface::Kind::kSsh) {
      ComparePresented(interface, keys);
    }
  }
  JudgeMachineIds(keys);

  std::vector<std::string> fixed;
  std::vector<UnitKey> own;
  for (const UnitKey& key : keys) {
    if (IsOfTheImage(key.path)) fixed.push_back(key.path);
    if (std::find(carried.begin(), carried.end(), key.path) == carried.end()) {
      own.push_back(key);
    }
  }
  const std::string all = fmt::format("none of {}", keys.size());
  Report("no key of the unit lies among the software", fixed, all);
  Report("no package brings a key of the unit", BroughtByPackages(keys), all);
  IEC_OBTAIN(const auto found,
             KeysAmongSoftware(keys, published, SoftwarePlaces()));
  Report("no private key is among the software", found, "none");
  IEC_OBTAIN(const auto elsewhere,
             KeysAmongSoftware(keys, published, OtherPlaces()));
  for (const std::string& one : elsewhere) {
    const std::string path = one.substr(0, one.find(" is a "));
    if (std::find(carried.begin(), carried.end(), path) == carried.end()) {
      own.push_back({path, "", true});
    }
  }
  Report("no key or id is as old as the software", OfTheTimeOfPrograms(own),
         all);
  size_t told = 0;
  const auto older = OlderThanUnit(own, kMachineId, told);
  Report(
      "no key was there before the unit first started", older,
      told == 0 ? "of none it can be told" : fmt::format("none of {}", told));
}

}  // namespace iec
