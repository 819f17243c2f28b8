// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/as_user.h"
#include "lib/dut/process.h"
#include "lib/dut/radios.h"
#include "lib/dut/sudo_rules.h"
#include "lib/dut/walk.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

constexpr char kBlocker[] = "/dev/rfkill";
// Names on the system's bus behind which radios are steered by whoever may send
// there. (NetworkManager and ModemManager ask polkit.)
constexpr const char* kBusNames[] = {"fi.w1.wpa_supplicant1", "net.connman.iwd",
                                     "net.connman", "org.bluez", "org.ofono"};

bool Holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The sockets in these places, and where they are directories below them.
std::vector<std::string> SocketsIn(const std::vector<std::string>& places) {
  std::vector<std::string> sockets;
  for (const std::string& place : places) {
    struct stat info {};
    if (lstat(place.c_str(), &info) != 0) continue;
    if (S_ISSOCK(info.st_mode)) sockets.push_back(place);
    if (!S_ISDIR(info.st_mode)) continue;
    static_cast<void>(Walk(place, [&](const WalkObject& object) {
                        if (S_ISSOCK(object.info.st_mode)) {
                          sockets.push_back(object.path);
                        }
                        return WalkStep::kDescend;
                      }).ok());
  }
  return sockets;
}

bool Connects(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, path.data(), path.size());
  for (const int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}) {
    const UniqueFd fd(socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (fd && connect(fd.get(), reinterpret_cast<const sockaddr*>(&address),
                      sizeof address) == 0) {
      return true;
    }
  }
  return false;
}

// Asks for the state that the interface has: who may set that, may set another.
bool SetsState(const std::string& interface) {
  ifreq request{};
  if (interface.size() >= sizeof request.ifr_name) return false;
  std::memcpy(request.ifr_name, interface.data(), interface.size());
  const UniqueFd fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  return fd && ioctl(fd.get(), SIOCGIFFLAGS, &request) == 0 &&
         ioctl(fd.get(), SIOCSIFFLAGS, &request) == 0;
}

struct Controls {
  std::vector<Radio> radios;
  std::vector<std::string> sockets;
  std::vector<std::string> bus_names;
};

Result<Outcome> CallOnBus(const Identity& who, const std::string& call) {
  Command command;
  command.argv =
      Split("busctl --system --auto-start=no --timeout=3 call " + call, ' ');
  command.run_as = who;
  return Run(command);
}

std::vector<std::string> FindBusNames() {
  std::vector<std::string> names;
  if (!FindProgram("busctl").ok()) return names;
  for (const char* name : kBusNames) {
    const auto owned =
        CallOnBus({}, std::string("org.freedesktop.DBus / org.freedesktop.DBus "
                                  "NameHasOwner s ") +
                          name);
    if (owned.ok() && owned->out.starts_with("b true")) names.push_back(name);
  }
  return names;
}

// Silence is no refusal: the message has arrived.
Status AddObeyingOnBus(const Identity& who,
                       const std::vector<std::string>& names,
                       std::string& obeying) {
  for (const std::string& name : names) {
    IEC_ASSIGN_OR_RETURN(
        const Outcome outcome,
        CallOnBus(who, name + " / org.freedesktop.DBus.Peer Ping"));
    if (outcome.err.find("Access denied") == std::string::npos) {
      obeying += (obeying.empty() ? "" : ", ") + name;
    }
  }
  return {};
}

// What steers a radio and obeys this user.
Result<std::string> ObeyingTo(const Identity& who, const Controls& controls) {
  return AsUser(
      who,
      [&controls] {
        std::vector<std::string> obeying;
        const UniqueFd blocker(open(kBlocker, O_WRONLY | O_CLOEXEC));
        if (blocker) obeying.emplace_back(kBlocker);
        for (const Radio& radio : controls.radios) {
          if (SetsState(radio.name)) obeying.push_back(radio.name);
        }
        for (const std::string& path : controls.sockets) {
          if (Connects(path)) obeying.push_back(path);
        }
        return Join(obeying, ", ");
      },
      std::chrono::seconds(20));
}

// Groups that people may be in, and that may not steer radios.
Result<std::vector<std::string>> OtherRoles(
    const Profile& profile, const std::vector<std::string>& users) {
  std::vector<std::string> groups;
  IEC_ASSIGN_OR_RETURN(const auto roles, profile.List("authorization.roles"));
  for (const std::string& role : roles) {
    const std::string group = role.substr(0, role.find(' '));
    const bool more = role.find(" become_root") != std::string::npos ||
                      role.find(" configure_network") != std::string::npos;
    if (group != "everybody" && !more && !Holds(users, group) &&
        !Holds(groups, group)) {
      groups.push_back(group);
    }
  }
  return groups;
}

// What sudo would run of the programs that steer radios.
Result<std::string> BySudo(const std::string& user,
                           const std::vector<Radio>& radios) {
  std::vector<std::vector<std::string>> commands;
  for (const char* program :
       {"rfkill", "iw", "iwconfig", "iwctl", "wpa_cli", "hostapd_cli", "nmcli",
        "bluetoothctl", "btmgmt", "hciconfig", "mmcli", "connmanctl",
        "networkctl", "ip", "ifconfig", "ifup", "ifdown"}) {
    commands.push_back({program});
  }
  for (const char* verb : {"block", "unblock"}) {
    for (const char* what : {"all", "wifi", "wlan", "bluetooth"}) {
      commands.push_back({"rfkill", verb, what});
    }
  }
  for (const Radio& radio : radios) {
    for (const char* state : {"up", "down"}) {
      commands.push_back({"ip", "link", "set", radio.name, state});
      commands.push_back({"ip", "link", "set", "dev", radio.name, state});
      commands.push_back({"ifconfig", radio.name, state});
    }
    commands.push_back({"ifup", radio.name});
    commands.push_back({"ifdown", radio.name});
  }
  IEC_ASSIGN_OR_RETURN(const auto allowed, AllowedBySudo(user, commands));
  return allowed.empty() ? std::string() : "sudo: " + Join(allowed, ", ");
}

// Whether somebody listens at one of them: a name that is left over answers
// nobody, and its silence is no refusal.
bool AnyIsAlive(const std::vector<std::string>& sockets) {
  const auto table = ReadFile("/proc/net/unix");
  if (!table.ok()) return !sockets.empty();
  const auto lines = Split(*table, '\n');
  return std::any_of(
      sockets.begin(), sockets.end(), [&](const std::string& path) {
        // The other name of /run.
        const std::string end = path.substr(
            path.find("/run/") == std::string::npos ? 0 : path.find("/run/"));
        return std::any_of(
            lines.begin(), lines.end(),
            [&](const std::string& line) { return line.ends_with(end); });
      });
}

Result<std::string> ObeyingToMemberOf(Dut& dut, const Controls& controls,
                                      const std::vector<std::string>& groups) {
  AccountOptions options;
  options.groups = groups;
  options.second_factor = false;
  IEC_ASSIGN_OR_RETURN(const auto account,
                       dut.accounts().CreateTemporary(options));
  IEC_ASSIGN_OR_RETURN(const auto db, PasswdDb::Load());
  const User* user = db.FindUser(account.name);
  if (user == nullptr) return Error{account.name + " is gone"};
  const Identity who = IdentityOf(*user, db);
  IEC_ASSIGN_OR_RETURN(std::string obeying, ObeyingTo(who, controls));
  IEC_ASSIGN_OR_RETURN(const std::string sudo,
                       BySudo(account.name, controls.radios));
  if (!obeying.empty() && !sudo.empty()) obeying += ", ";
  obeying += sudo;
  IEC_RETURN_IF_ERROR(AddObeyingOnBus(who, controls.bus_names, obeying));
  return obeying;
}

}  // namespace

IEC_TEST_CASE(
    CR_2_2, radios_are_under_control, .plan = "CR2.2.t1",
    .title = "Radios are there as declared, blocked or steered by few",
    .tried =
        "The kernel is asked for radios of every kind, with a driver or "
        "without one. Temporary users without a role, and with each role that "
        "may not configure the network, try to open /dev/rfkill for writing, "
        "to set a radio's network interface to the state that it has, and to "
        "connect to the sockets of what steers radios, and to send to the "
        "names on the system's bus behind which wpa_supplicant, iwd, ConnMan, "
        "BlueZ and oFono are steered; sudo is asked whether "
        "it would run a program for them that does.",
    .passes_when =
        "There are radios exactly where wireless is declared; each that is "
        "not in wireless.in_use is blocked or down; and nobody but root and "
        "the groups of wireless.users steers any. Not applicable where none "
        "is declared and none is there.",
    .not_covered =
        "Which networks are joined and how they are secured (another test); "
        "that use is monitored: bring a sample of the log; daemons on the bus "
        "that ask polkit (NetworkManager, ModemManager) or are not running, "
        "the bus of a device without busctl; radios behind a serial line.",
    .remedy =
        "Block a radio that is not used (rfkill, its driver not built, its "
        "interface down) or declare it; give the sockets of wpa_supplicant "
        "and the like (ctrl_interface_group), their names on the bus "
        "(/etc/dbus-1/system.d) and /dev/rfkill to a group of wireless.users "
        "or to root alone.",
    .shares = {Resource::kAccounts},
    .parameters = {"wireless.in_use", "wireless.users", "wireless.control"},
    .timeout = std::chrono::seconds(120)) {
  Controls controls;
  controls.radios = FindRadios();
  std::vector<std::string> names;
  for (const Radio& radio : controls.radios) names.push_back(radio.Describe());
  const std::string found = names.empty()
                                ? fmt::format("none among {}", kRadioPlaces)
                                : Join(names, ", ");
  if (!dut.profile().Declares(Capability::kWireless)) {
    if (names.empty()) {
      NotApplicable("the profile declares no wireless, and the device shows " +
                    found);
    } else {
      Expect(false, "a device that declares no wireless has no radio", found);
    }
    return;
  }
  Expect(!names.empty(), "a device that declares wireless has a radio", found);
  IEC_OBTAIN(const auto in_use, dut.profile().List("wireless.in_use"));
  IEC_OBTAIN(const auto users, dut.profile().List("wireless.users"));
  IEC_OBTAIN(const auto places, dut.profile().List("wireless.control"));
  for (const Radio& radio : controls.radios) {
    if (Holds(in_use, radio.name)) continue;
    Expect(radio.blocked,
           fmt::format("{} {}, which is not in use, is blocked", radio.kind,
                       Printable(radio.name, 40)),
           radio.state);
  }
  for (const std::string& name : in_use) {
    Expect(std::any_of(controls.radios.begin(), controls.radios.end(),
                       [&](const Radio& radio) { return radio.name == name; }),
           name + ", which is declared to be in use, is there", found);
  }

  controls.sockets = SocketsIn(places);
  controls.bus_names = FindBusNames();
  // Root connects everywhere; and to connect may start what is connected to.
  Controls without_sockets{controls.radios, {}, {}};
  IEC_OBTAIN(const std::string root, ObeyingTo(Identity{}, without_sockets));
  IEC_CONTROL(!root.empty() || AnyIsAlive(controls.sockets) ||
                  !controls.bus_names.empty() || names.empty(),
              "root steers a radio, or something listens that does",
              root.empty() ? fmt::format("none obeys, and of {} sockets",
                                         controls.sockets.size())
                           : root);
  IEC_OBTAIN(const std::string anybody, ObeyingToMemberOf(dut, controls, {}));
  Expect(anybody.empty(), "a user without a role steers no radio",
         anybody.empty() ? "refused everywhere" : anybody);
  IEC_OBTAIN(const auto others, OtherRoles(dut.profile(), users));
  for (const std::string& group : others) {
    IEC_OBTAIN(const std::string obeying,
               ObeyingToMemberOf(dut, controls, {group}));
    Expect(obeying.empty(),
           fmt::format("a member of {} steers no radio", group),
           obeying.empty() ? "refused everywhere" : obeying);
  }
  for (const std::string& group : users) {
    IEC_OBTAIN(const std::string obeying,
               ObeyingToMemberOf(dut, controls, {group}));
    IEC_CONTROL(!obeying.empty(),
                fmt::format("a member of {} steers a radio", group),
                obeying.empty() ? "refused everywhere" : obeying);
  }
}

}  // namespace iec
