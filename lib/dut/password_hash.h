// SPDX-License-Identifier: Apache-2.0
// How passwords are stored: the scheme of each hash in the account files, and
// of those only that, since hashes are nobody's business.
#ifndef IEC_LIB_DUT_PASSWORD_HASH_H_
#define IEC_LIB_DUT_PASSWORD_HASH_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// Of a password field: the name between the first two '$' as in crypt(5),
// "y" or "6", where it is weakened with how ("6 of 1000 rounds"), "des" for
// hashes without a name. What locks an account ('!', '*') is passed over: the
// hash behind it can be read and guessed all the same. Empty where there is no
// hash.
std::string HashScheme(std::string_view field);

struct StoredHash {
  std::string path;
  std::string owner;  // the user or group
  std::string scheme;
  bool empty_field = false;  // no password is wanted at all; scheme is empty

  std::string Name() const { return owner + " in " + path; }
};

// Every line of the file whose password field holds a hash, or nothing; for
// groups an empty field is the same as none. Lines of any shape count: the C
// library is lenient as well. An opasswd file has several hashes in a line.
std::vector<StoredHash> StoredHashes(std::string_view text,
                                     const std::string& path);

// Those of all account files with their backups and of old passwords.
std::vector<StoredHash> AllStoredHashes();

// Whether everybody may read that file, because other things are in it.
bool IsPublicAccountFile(const std::string& path);

// The scheme by which the file stores the password of this user or group now;
// an Error where there is no such line.
Result<std::string> SchemeOf(const std::string& path, const std::string& owner);

}  // namespace iec

#endif  // IEC_LIB_DUT_PASSWORD_HASH_H_
