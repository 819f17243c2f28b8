// SPDX-License-Identifier: Apache-2.0
// Keys that a device shares with others, or with itself for its disks: where
// they lie, what they are for, and how many guesses they withstand.
#ifndef IEC_LIB_DUT_SYMMETRIC_KEYS_H_
#define IEC_LIB_DUT_SYMMETRIC_KEYS_H_

#include <string>
#include <string_view>
#include <vector>

namespace iec {

struct SymmetricKey {
  std::string path;
  std::string name;       // "key 1"; never the key itself
  std::string algorithm;  // see AlgorithmName(); empty: none is named there
  int bits = 0;
  std::vector<std::string> services;  // accounts whose matter the file is
};

// What the configuration of time, tunnels, wireless networks, name servers,
// network management and disks says, each for the text of one file.
std::vector<SymmetricKey> TimeKeys(std::string_view text);
std::vector<SymmetricKey> TunnelKeys(std::string_view text);  // WireGuard
std::vector<SymmetricKey> WirelessKeys(std::string_view text);
std::vector<SymmetricKey> IpsecKeys(std::string_view text);
std::vector<SymmetricKey> NameServerKeys(std::string_view text);
std::vector<SymmetricKey> ManagementKeys(std::string_view text);  // SNMPv3

// All of the device, in the files where programs keep them and in those that
// their configuration names.
std::vector<SymmetricKey> SymmetricKeys();

// "hmac-sha256", "SHA-256": SHA256. "AES128", "aes-256-cbc": AES.
std::string AlgorithmName(std::string_view name);

// The bits of a key that is given by its bytes, 0 where anybody would try it: a
// few values only, a sequence. Less where a short part is repeated, or where
// the bytes are text.
int BitsOfBytes(std::string_view bytes);
// The same for a text, as if it were drawn from the kinds of characters in it.
int BitsOfText(std::string_view text);

// The files that match patterns of glob(7), and those that their lines
// `include` or have in a `confdir`. `root` is for tests.
std::vector<std::string> WithIncluded(const std::vector<std::string>& patterns,
                                      const std::string& root = {});

}  // namespace iec

#endif  // IEC_LIB_DUT_SYMMETRIC_KEYS_H_
