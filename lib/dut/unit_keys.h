// SPDX-License-Identifier: Apache-2.0
// What tells one unit of a product from the next: private keys and the machine
// id. Each unit makes its own; what comes with the image, all units have.
#ifndef IEC_LIB_DUT_UNIT_KEYS_H_
#define IEC_LIB_DUT_UNIT_KEYS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

inline constexpr char kMachineId[] = "/etc/machine-id";

struct UnitKey {
  std::string path;  // without links on the way
  // "SHA256:..." of the public key; empty where it is none that can be read.
  std::string fingerprint;
  bool is_private_key = false;  // by its form; else some other identity
};

// Private keys and machine ids that `patterns` (glob(7)) name, and the keys of
// SSH servers that their configuration names.
std::vector<UnitKey> UnitKeys(const std::vector<std::string>& patterns);

// Whether a path without links lies where software does: the same for all
// units, by where it is or as nothing is written there.
bool IsOfTheImage(const std::string& path);

// "PACKAGE brings PATH", by the lists of dpkg and opkg below `root`.
std::vector<std::string> BroughtByPackages(const std::vector<UnitKey>& keys,
                                           const std::string& root = "");

// Looks through the places of software: "PATH is a copy of PATH" where it has
// its bytes or is the same key in another form, and else "PATH is a private
// key" but for `published` and what documentation and tests are.
Result<std::vector<std::string>> KeysAmongSoftware(
    const std::vector<UnitKey>& keys, const std::vector<std::string>& published,
    const std::vector<std::string>& places);
std::vector<std::string> SoftwarePlaces();

// When the machine id was made, and the first process of this start; in
// milliseconds since 1970, as the clock has it now.
struct Beginning {
  int64_t machine_id = 0;
  int64_t first_process = 0;
};

// Whether a file of that time was there before the unit started for the first
// time. Where that was not the present start, minutes before the machine id do
// not tell, as it may be the last thing of a first start.
bool IsOlderThanUnit(int64_t milliseconds, const Beginning& beginning);

// Keys that were there before the unit's first start: "PATH of TIME, and the
// machine id is of TIME". Only those beside the machine id on its file system
// can be told; `told` counts them.
std::vector<std::string> OlderThanUnit(const std::vector<UnitKey>& keys,
                                       const std::string& machine_id,
                                       size_t& told);

// Those whose time is that of a program to the nanosecond: what was written
// with the image has one time there, or was given one by hand.
std::vector<std::string> OfTheTimeOfPrograms(
    const std::vector<UnitKey>& keys, const std::string& programs = "/usr/bin");

// Thirty-two hexadecimal digits that are not all the same.
bool IsMachineId(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_DUT_UNIT_KEYS_H_
