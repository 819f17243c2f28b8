// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/privileged_requests.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/file.h"

namespace iec {
namespace {

bool Refused() { return errno == EPERM || errno == EACCES || errno == ENOSYS; }

// Of a kind of file system that is nowhere.
bool Mounts(pid_t) {
  return mount("none", "/", "iec-none", 0, nullptr) == 0 || !Refused();
}

// The time zone of the kernel as it is, and no time.
bool SetsClock(pid_t) {
  struct timezone zone {};
  if (syscall(SYS_gettimeofday, nullptr, &zone) != 0) return false;
  return syscall(SYS_settimeofday, nullptr, &zone) == 0 || !Refused();
}

bool SetsHostName(pid_t) {
  char name[256] = {};
  if (gethostname(name, sizeof name - 1) != 0) return false;
  return sethostname(name, strlen(name)) == 0 || !Refused();
}

// An empty one.
bool LoadsModules(pid_t) {
  return syscall(SYS_init_module, nullptr, 0UL, "") == 0 || !Refused();
}

// Without the numbers that make it a request.
bool Restarts(pid_t) {
  return syscall(SYS_reboot, 0, 0, 0, nullptr) == 0 || !Refused();
}

// Sets the flags of the loopback interface to what they are.
bool ConfiguresNetwork(pid_t) {
  const UniqueFd fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  strcpy(request.ifr_name, "lo");
  if (!fd || ioctl(fd.get(), SIOCGIFFLAGS, &request) != 0) return false;
  return ioctl(fd.get(), SIOCSIFFLAGS, &request) == 0 || !Refused();
}

bool ReadsPackets(pid_t) {
  return UniqueFd(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)) ||
         (!Refused() && errno != EAFNOSUPPORT);
}

bool Signals(pid_t other) { return kill(other, 0) == 0; }

// Ends with the process that asks.
bool Traces(pid_t other) {
  return ptrace(PTRACE_SEIZE, other, nullptr, nullptr) == 0;
}

// The environment of a process is read with the right to trace it.
bool LooksInto(pid_t other) {
  const std::string path = fmt::format("/proc/{}/environ", other);
  return static_cast<bool>(UniqueFd(open(path.c_str(), O_RDONLY | O_CLOEXEC)));
}

// Gives a file of root's to root.
bool ChangesOwners(pid_t) {
  struct stat info {};
  if (stat("/etc/passwd", &info) != 0 || info.st_uid != 0) return false;
  return chown("/etc/passwd", info.st_uid, info.st_gid) == 0;
}

// The last one: of all that comes after root would be asked.
bool BecomesRoot(pid_t) { return setresuid(0, 0, 0) == 0; }

struct Request {
  std::string_view name;
  bool (*granted)(pid_t other);
};
constexpr Request kRequests[] = {
    {"mount", Mounts},
    {"set_clock", SetsClock},
    {"set_host_name", SetsHostName},
    {"load_modules", LoadsModules},
    {"restart", Restarts},
    {"configure_network", ConfiguresNetwork},
    {"read_packets", ReadsPackets},
    {"signal_processes", Signals},
    {"trace_processes", Traces},
    {"look_into_processes", LooksInto},
    {"change_owners", ChangesOwners},
    {"become_root_id", BecomesRoot},
};

std::vector<std::string> Openable(const std::vector<std::string>& paths,
                                  int how) {
  std::vector<std::string> opened;
  for (const std::string& path : paths) {
    const UniqueFd fd(
        open(path.c_str(), how | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    // A directory is written by making files in it.
    if (fd || (errno == EISDIR &&
               faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0)) {
      opened.push_back(path);
    }
  }
  return opened;
}

}  // namespace

std::vector<std::string_view> PrivilegedRequests() {
  std::vector<std::string_view> names;
  for (const Request& request : kRequests) names.push_back(request.name);
  return names;
}

std::vector<std::string> GrantedRequests(pid_t other) {
  std::vector<std::string> granted;
  for (const Request& request : kRequests) {
    if (request.granted(other)) granted.emplace_back(request.name);
  }
  return granted;
}

std::vector<std::string> WritableHere(const std::vector<std::string>& paths) {
  return Openable(paths, O_WRONLY | O_APPEND);
}

std::vector<std::string> ReadableHere(const std::vector<std::string>& paths) {
  return Openable(paths, O_RDONLY);
}

}  // namespace iec
