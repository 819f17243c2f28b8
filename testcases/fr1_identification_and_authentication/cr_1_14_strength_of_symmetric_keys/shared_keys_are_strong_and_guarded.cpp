// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/as_user.h"
#include "lib/dut/change.h"
#include "lib/dut/paths.h"
#include "lib/dut/secret_files.h"
#include "lib/dut/symmetric_keys.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

bool Holds(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

void Report(const char* expected, const std::vector<std::string>& faults,
            const std::string& sound) {
  Expect(faults.empty(), expected, faults.empty() ? sound : Join(faults, "; "));
}

// Alike but for who may read them.
Result<Canaries> PlaceCanaries(Dut& dut) {
  IEC_ASSIGN_OR_RETURN(const std::string directory, dut.TemporaryDirectory());
  const Canaries canaries = {directory + "/open", directory + "/closed"};
  const std::string text = Hex(RandomBytes(32)) + "\n";
  IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), canaries.open, text, 0644));
  IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), canaries.closed, text, 0600));
  if (chmod(directory.c_str(), 0755) != 0) {
    return ErrnoError("opening up", directory);
  }
  return canaries;
}

// What only a key can be, of the text of a file with one.
std::vector<std::string> KeyWords(std::string text) {
  constexpr size_t kShortestWord = 16;
  std::replace_if(
      text.begin(), text.end(),
      [](char c) {
        return std::string_view("\t\n\"';=:").find(c) != std::string_view::npos;
      },
      ' ');
  std::vector<std::string> words = Split(text, ' ');
  std::erase_if(words, [](const std::string& word) {
    return word.size() < kShortestWord ||
           word.find_first_of("0123456789") == std::string::npos;
  });
  return words;
}

// What an editor or a backup has left of the files.
std::set<std::string> CopiesOf(const std::set<std::string>& paths) {
  constexpr size_t kLongest = 1u << 16;
  std::vector<std::string> words;
  std::set<std::string> folders = {"/var/backups"};
  for (const std::string& path : paths) {
    folders.insert(path.substr(0, path.rfind('/')));
    if (const auto text = ReadFile(path, kLongest); text.ok()) {
      const auto more = KeyWords(*text);
      words.insert(words.end(), more.begin(), more.end());
    }
  }
  std::set<std::string> copies;
  for (const std::string& folder : folders) {
    for (const char* kind : {"/*", "/.*"}) {
      for (const std::string& path : MatchingPaths(folder + kind)) {
        struct stat info {};
        if (stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
        const auto text = ReadFile(path, kLongest);
        if (!text.ok()) continue;
        const bool holds =
            std::any_of(words.begin(), words.end(), [&](const auto& word) {
              return text->find(word) != std::string::npos;
            });
        if (holds && !paths.contains(path)) copies.insert(path);
      }
    }
  }
  return copies;
}

void JudgeStrength(const std::vector<SymmetricKey>& keys, int64_t least,
                   const std::vector<std::string>& algorithms) {
  std::vector<std::string> weak;
  std::vector<std::string> outdated;
  for (const SymmetricKey& key : keys) {
    const std::string name = key.name + " in " + key.path;
    if (key.bits < least) {
      weak.push_back(fmt::format("{}: {} bits", name, key.bits));
    }
    if (!key.algorithm.empty() && !Holds(algorithms, key.algorithm)) {
      outdated.push_back(name + ": " + key.algorithm);
    }
  }
  const std::string all = fmt::format("each of {}", keys.size());
  Report("each shared key withstands guessing", weak, all);
  Report("each shared key is for a declared algorithm", outdated, all);
}

void JudgeAccess(Dut& dut, const std::vector<SymmetricKey>& keys) {
  IEC_OBTAIN(const auto accounts, PasswdDb::Load());
  IEC_OBTAIN(auto allowed, dut.profile().List("secrets.readers"));
  IEC_OBTAIN(const Canaries canaries, PlaceCanaries(dut));
  std::set<std::string> paths;
  for (const SymmetricKey& key : keys) {
    paths.insert(key.path);
    for (const std::string& service : key.services) {
      allowed.push_back(service + " " + key.path);
    }
  }
  const std::set<std::string> copies = CopiesOf(paths);
  for (const SymmetricKey& key : keys) {
    for (const std::string& service : key.services) {
      for (const std::string& copy : copies) {
        allowed.push_back(service + " " + copy);
      }
    }
  }
  paths.insert(copies.begin(), copies.end());
  std::vector<SecretFile> files;
  for (const std::string& path : paths) {
    files.push_back({path, SecretFile::Readers::kNobody});
  }
  const auto read = ReadByOthers(files, allowed, accounts, "", canaries);
  IEC_CONTROL(read.ok(),
              "each account reads an open canary and not a closed one",
              read.ok() ? "so it does" : read.error().message);
  const std::string all = fmt::format("none of {} files", files.size());
  Report("a shared key can be read by root and its service alone", *read, all);

  std::vector<std::string> changeable;
  for (const User& user : accounts.AllUsers()) {
    if (user.uid == 0) continue;
    IEC_OBTAIN(const auto found, ChangeableBy(IdentityOf(user, accounts),
                                              {paths.begin(), paths.end()}));
    for (const std::string& path : found) {
      if (!Holds(allowed, user.name + " " + path)) {
        changeable.push_back(path + ": by " + user.name);
      }
    }
  }
  Report("no shared key can be replaced by others", changeable, all);
}

}  // namespace

IEC_TEST_CASE(
    CR_1_14, shared_keys_are_strong_and_guarded, .plan = "CR1.14.t1",
    .title = "Keys that the device shares are strong and well guarded",
    .tried =
        "The symmetric keys of time servers, tunnels (WireGuard, IPsec), "
        "wireless networks, name servers, network management and disks are "
        "found where programs keep them and where their configuration says. "
        "Each account of the device but root tries to read and to replace the "
        "files that hold them and copies beside them or in /var/backups. "
        "Length, content and algorithm of each are "
        "judged.",
    .passes_when =
        "Each file of symmetric.files holds a key; each key has symmetric.bits "
        "and does not repeat itself, none is for another algorithm than those "
        "of symmetric.algorithms, and none can be read or replaced but by root "
        "and the service whose it is.",
    .not_covered =
        "Keys of protocols and products that the profile does not name; "
        "Kerberos key tables; keys in hardware; whether a wrong key is "
        "refused (CR1.14.t2).",
    .remedy =
        "Make a new key with the program's own tool (chronyc keygen 1 SHA256 "
        "256, wg genpsk, tsig-keygen -a hmac-sha256), give it to the peer by a "
        "way of its own, and let root and the service alone read it: chown "
        "root:SERVICE, chmod 0640.",
    // What other tests add beside are users, who come and go.
    .uses = {Resource::kAccounts}, .shares = {Resource::kFilesystem},
    .parameters = {"symmetric.files", "symmetric.bits", "symmetric.algorithms",
                   "secrets.readers"},
    .timeout = std::chrono::seconds(120)) {
  IEC_OBTAIN(const auto declared, dut.profile().List("symmetric.files"));
  IEC_OBTAIN(const auto algorithms, dut.profile().List("symmetric.algorithms"));
  IEC_OBTAIN(const int64_t least, dut.profile().Integer("symmetric.bits"));
  const std::vector<SymmetricKey> keys = SymmetricKeys();
  if (keys.empty() && declared.empty()) {
    NotApplicable(
        "no symmetric key was found, and the profile declares none in "
        "symmetric.files");
    return;
  }
  std::vector<std::string> missing;
  for (const std::string& path : declared) {
    if (std::none_of(keys.begin(), keys.end(), [&](const SymmetricKey& key) {
          return key.path == path;
        })) {
      missing.push_back(path);
    }
  }
  Report(
      "each declared file holds a key", missing,
      fmt::format("{} of them, {} keys in all", declared.size(), keys.size()));
  JudgeStrength(keys, least, algorithms);
  JudgeAccess(dut, keys);
}

}  // namespace iec
