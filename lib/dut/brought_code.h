// SPDX-License-Identifier: Apache-2.0
// Native code that is brought to a device by somebody who is not root: put
// where such a one may write, and started there.
#ifndef IEC_LIB_DUT_BROUGHT_CODE_H_
#define IEC_LIB_DUT_BROUGHT_CODE_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/bringers.h"
#include "lib/dut/undo.h"
#include "lib/dut/undo_handlers.h"

namespace iec {

inline constexpr std::string_view kBroughtCodeKind = "code_brought";

class BroughtCode {
 public:
  // What is brought is the device's own `true` with other bytes behind it: it
  // does nothing, and no list of known programs has it. The undo removes
  // whatever was put anywhere.
  static Result<BroughtCode> Prepare(UndoJournal& journal);

  struct Outcome {
    std::vector<std::string> places;  // where something could be put
    // "/tmp: as a program": of each mount and each form the first that ran.
    std::vector<std::string> ran;
    std::string refusal;  // what the first one that did not run came to
  };
  // Where `bringer` may write, but for what is in these directories: as a
  // program, by the dynamic loader and as a script. Of each mount that is tried
  // at kMostOfAMount places. To be called while no other thread runs.
  Result<Outcome> TryAs(const Bringer& bringer,
                        const std::vector<std::string>& exempt) const;
  // Whether that one can run the program where the device has it.
  Result<bool> CanRunTheDevicesOwn(const Bringer& bringer) const;

  static constexpr size_t kMostOfAMount = 100;

 private:
  BroughtCode() = default;

  std::string own_;     // path of the device's program
  std::string bytes_;   // with what is behind it
  std::string loader_;  // empty where the program has none
  std::string name_;    // of what is put anywhere
  std::vector<std::string> places_;
};

// The dynamic loader that an ELF program of this machine asks for; empty where
// it asks for none or is none.
std::string LoaderOf(std::string_view program);

UndoOutcome UndoCodeBrought(const UndoEntry& entry, const UndoContext& context);

}  // namespace iec

#endif  // IEC_LIB_DUT_BROUGHT_CODE_H_
