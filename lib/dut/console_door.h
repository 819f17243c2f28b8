// SPDX-License-Identifier: Apache-2.0
// What stands at the device's consoles: does it ask who somebody is before it
// does what it is told?
#ifndef IEC_LIB_DUT_CONSOLE_DOOR_H_
#define IEC_LIB_DUT_CONSOLE_DOOR_H_

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// One command line that a unit starts on a console.
struct ConsoleUnit {
  std::string unit;
  std::vector<std::string> argv;
  // From the program on that asks people who they are (agetty, login,
  // sulogin); empty where the command line names none. For systemd's wrapper
  // of sulogin: sulogin, with the option that the wrapper would give it.
  std::vector<std::string> login;
};

// Services that something wants or an event starts, those of the rescue and
// emergency modes, and what rules of udev run: the command lines of those that
// have a console as their input, and of others those that start a login
// program. What systemd itself brings to a console (its questions at the first
// start) is left out.
std::vector<ConsoleUnit> ConsoleUnits();

// The same for one unit's text, as UnitText() has it. `forced`: the manager's
// environment lets sulogin open a shell where root is locked.
std::vector<ConsoleUnit> ParseConsoleUnit(const std::string& unit,
                                          std::string_view text, bool forced);

// The same for a command line of a rule of udev; nothing where that starts no
// program on a terminal.
std::vector<ConsoleUnit> ParseUdevCommand(const std::string& file,
                                          const std::string& command);

// The lines of sysvinit's or BusyBox's inittab that start something on a
// console; nothing where systemd is what runs.
std::vector<ConsoleUnit> ParseInittab(std::string_view text);

// Whether the program is a shell: by its name, or by being a copy of one.
bool IsShell(const std::string& program);

// Processes that read from a console and came there without any login program:
// "/usr/bin/bash, process 77 on /dev/tty9".
struct ConsoleProcess {
  pid_t pid = 0;
  std::string what;
  std::string unit;  // that it belongs to, where there is one
};
std::vector<ConsoleProcess> ConsoleProcesses();

// What comes of it when somebody types at the program and gives no secret.
struct Door {
  enum class Kind {
    kAsks,    // for a secret
    kCloses,  // it ends, and nobody has told it anything but a name
    kOpens,   // it has run a command
    kGoesOn,  // it takes what it is told
    kSilent,
  };
  Kind kind = Kind::kSilent;
  std::string said;  // fit for evidence
  bool IsShut() const { return kind == Kind::kAsks || kind == Kind::kCloses; }
};
std::string_view Name(Door::Kind kind);

// Starts `argv` on a terminal of our own; gives `name` where a name is asked
// for, and a harmless command line everywhere else.
Result<Door> TryDoor(const std::vector<std::string>& argv,
                     const std::string& name);

}  // namespace iec

#endif  // IEC_LIB_DUT_CONSOLE_DOOR_H_
