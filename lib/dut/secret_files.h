// SPDX-License-Identifier: Apache-2.0
// Where a device keeps its secrets: files that are secret by what they are
// for, and files that turn out to be by what they say.
#ifndef IEC_LIB_DUT_SECRET_FILES_H_
#define IEC_LIB_DUT_SECRET_FILES_H_

#include <ctime>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/passwd_db.h"
#include "lib/dut/process.h"

namespace iec {

struct SecretFile {
  // Who may read it beside root and its owner.
  enum class Readers {
    kNobody,
    kService,  // the account of a service that the device grants it to
  };
  std::string path;
  Readers readers = Readers::kNobody;
};

// Those that are there: account files with their backups, keys of SSH servers
// (as their configuration names them), of encrypted disks (as crypttab names
// them), of time servers (as chrony names them), secrets of network services,
// second factors and tokens in the homes of all users, disks as a whole.
std::vector<SecretFile> SecretFiles(const PasswdDb& accounts);

// `paths` as they are, and what lies below those of them that are directories.
std::vector<SecretFile> SecretFilesAt(const std::vector<std::string>& paths);

// A secret that everybody can read and one that only root can, alike but for
// that: what is found of other files is worth what is found of these.
struct Canaries {
  std::string open;
  std::string closed;
};

// The files that can be read by accounts which have no business with them:
// "PATH: read by NAME, NAME". Tried as nobody, as `person` and as each other
// account that is not root, but for the owner of a file, services where they
// are granted it, and `allowed` ("NAME PATH"). An Error where an account does
// otherwise with the canaries.
Result<std::vector<std::string>> ReadByOthers(
    const std::vector<SecretFile>& files,
    const std::vector<std::string>& allowed, const PasswdDb& accounts,
    const std::string& person, const Canaries& canaries);

// "PATH: read by the group NAME" of those files that hold stored passwords, for
// groups other than root and shadow, whether they have members or not.
// `allowed` may name the group in place of an account.
Result<std::vector<std::string>> ReadByGroups(
    const std::vector<SecretFile>& files,
    const std::vector<std::string>& allowed, const PasswdDb& accounts);

struct FoundSecret {
  std::string path;
  std::string what;  // see SecretIn(); or "a secret of this test"
};

// Every file that `who` can read and that holds a secret, by its form or one
// of `texts`, in all file systems but for programs and libraries (/usr other
// than /usr/local) and `skip`. Looks into the first 64 KiB of each.
Result<std::vector<FoundSecret>> FindOpenSecrets(
    const Identity& who, const std::vector<std::string>& skip,
    const std::vector<std::string>& texts, const std::string& root = "/");

// Files in which one of `texts` stands and which were written at `since` or
// later, wherever but in /usr; the last 64 MiB of each are looked at.
std::vector<std::string> FilesWith(const std::vector<std::string>& texts,
                                   time_t since,
                                   const std::vector<std::string>& skip,
                                   const std::string& root = "/");

}  // namespace iec

#endif  // IEC_LIB_DUT_SECRET_FILES_H_
