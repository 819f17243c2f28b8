// SPDX-License-Identifier: Apache-2.0
// Changes of the device's files and processes, each recorded in the undo
// journal before it is made.
#ifndef IEC_LIB_DUT_CHANGE_H_
#define IEC_LIB_DUT_CHANGE_H_

#include <sys/types.h>

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/dut/undo.h"

namespace iec {

// A new file, complete from the moment it has its name; an Error where
// something has that name. The undo removes it, also with other content, but
// nothing that has taken its place.
Status MakeFile(UndoJournal& journal, const std::string& path,
                std::string_view bytes, mode_t mode);

// The same for a directory of mode 0700; the undo removes all that is in it.
Status MakeDirectory(UndoJournal& journal, const std::string& path);

// Other bytes for a file that exists. The undo puts back bytes, owner, mode,
// time and attributes as they are now.
Status ChangeFile(UndoJournal& journal, const std::string& path,
                  std::string_view bytes);

// For a file that a program of the device is about to change.
Status KeepFile(UndoJournal& journal, const std::string& path);

// A process that must not outlive the test. Recorded right after its start,
// which is when its pid is known; before that, the run marker covers it.
Status WatchProcess(UndoJournal& journal, pid_t pid);

}  // namespace iec

#endif  // IEC_LIB_DUT_CHANGE_H_
