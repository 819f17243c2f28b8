// SPDX-License-Identifier: Apache-2.0
// systemd's units as they are on disk now, which is what decides after the next
// start.
#ifndef IEC_LIB_DUT_UNIT_FILES_H_
#define IEC_LIB_DUT_UNIT_FILES_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace iec {

// Units that something wants or requires and whose name matches one of the
// patterns of glob(7): "getty@tty1.service", with the link that says so. What
// they start is going to be started: units of other names may do anything.
std::map<std::string, std::string> WantedUnits(
    const std::vector<std::string>& patterns);

// All units that a file is there for and whose name ends so: "ssh.service".
std::set<std::string> AllUnits(const std::vector<std::string>& endings);

// The services that something may start, with the link that says so where there
// is one: those of WantedUnits(), and whatever their units, those of timers and
// paths that are wanted, and the targets of events (Ctrl-Alt-Del, a printer,
// the end of the system) name.
std::map<std::string, std::string> StartedServices();

// The units that a unit's text has started when that unit, called `unit`, is.
std::vector<std::string> UnitsNamedBy(const std::string& unit,
                                      std::string_view text);

// A command line that a rule of udev runs, with the rule's file.
struct UdevCommand {
  std::string file;  // "90-serial.rules"
  std::string command;
};
std::vector<UdevCommand> UdevCommands();
std::vector<std::string> UdevCommandsIn(std::string_view rules);

// The unit's file and those that add to it, in their order, each behind a
// line that names it: what `systemctl cat` prints. Where no directory of units
// has it, the file behind `link` counts.
std::string UnitText(const std::string& unit, const std::string& link = {});

// The words of a command line of systemd.service(5): quotes, backslashes, and
// flags in front of the program.
std::vector<std::string> CommandWords(std::string_view line);

// The values of `key` in a unit's text, in their order; an empty one takes
// back those before it. Continued lines are one.
std::vector<std::string> UnitValues(std::string_view text,
                                    std::string_view key);

}  // namespace iec

#endif  // IEC_LIB_DUT_UNIT_FILES_H_
