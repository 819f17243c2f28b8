// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <span>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/change.h"
#include "lib/dut/privilege_leak.h"
#include "lib/dut/root_code.h"
#include "lib/dut/root_commands.h"
#include "lib/dut/scan.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using Kind = PrivilegeLeak::Kind;

struct Property {
  Kind kind;
  const char* expected;
};

constexpr std::array kProperties = {
    Property{Kind::kSetuid,
             "each set-user-ID or set-group-ID file is allowed as it is"},
    Property{Kind::kCapabilities,
             "each file with capabilities is allowed as it is"},
    Property{Kind::kWorldWritableFile, "no file can be written by everybody"},
    Property{Kind::kWorldWritableDirectory,
             "no directory without the sticky bit can be written by everybody, "
             "nor one with it that root reads"},
    Property{Kind::kAclWrite, "no access list lets somebody else write"},
    Property{Kind::kSocket, "each socket open to everybody is allowed"},
    Property{Kind::kDevice, "each device node open to everybody is allowed"},
    Property{Kind::kUntrustedOwner,
             "what root runs can be changed by root only"}};

// A program that others may start for themselves.
struct Program {
  std::string path;
  off_t size = 0;
};

bool IsInProgramDirectory(const std::string& path) {
  for (const char* directory : {"/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/",
                                "/usr/local/bin/", "/usr/local/sbin/"}) {
    if (path.starts_with(directory)) return true;
  }
  return false;
}

// Beside the trees of programs and settings: what the service manager and udev
// take from memory, and jobs of root's.
constexpr std::array<std::string_view, 5> kRootReads = {
    "/run/systemd/system", "/run/udev/rules.d", "/run/tmpfiles.d",
    "/run/sysctl.d", "/var/spool/cron/crontabs/root"};

bool IsBelowAny(std::string_view path,
                std::span<const std::string_view> trees) {
  return std::any_of(trees.begin(), trees.end(), [&](std::string_view tree) {
    return path.starts_with(tree) &&
           (path.size() == tree.size() || path[tree.size()] == '/');
  });
}

// The digest of the first part, where each program differs: with something
// behind it a shell is still that shell.
Result<std::string> DigestOfHead(const std::string& path) {
  constexpr size_t kHead = 64 << 10;
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return ErrnoError("opening", path);
  std::string head(kHead, '\0');
  size_t length = 0;
  while (length < kHead) {
    const ssize_t got = read(fd.get(), &head[length], kHead - length);
    if (got < 0) return ErrnoError("reading", path);
    if (got == 0) break;
    length += static_cast<size_t>(got);
  }
  head.resize(length);
  return Sha256Hex(head);
}

// Probes that the scan has to find, or its silence about others says nothing.
struct Probes {
  std::string setuid;
  std::string writable;
};

Result<Probes> PlaceProbes(Dut& dut) {
  IEC_ASSIGN_OR_RETURN(const std::string directory, dut.TemporaryDirectory());
  // Empty, so that the bit gives nobody anything.
  const Probes probes = {directory + "/setuid", directory + "/writable"};
  IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), probes.setuid, "", 04711));
  IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), probes.writable, "", 0666));
  if (chmod(directory.c_str(), 0755) != 0) {
    return ErrnoError("opening up", directory);
  }
  return probes;
}

class LeakSearch {
 public:
  LeakSearch(AllowedLeaks& allowed, const PasswdDb& accounts,
             const Probes& probes)
      : allowed_(allowed), accounts_(accounts), probes_(probes) {}

  void Look(const ScanObject& object) {
    const struct stat& info = object.info();
    FindPrivilegeLeaks(object, [&](const PrivilegeLeak& leak) { Add(leak); });
    if (S_ISFIFO(info.st_mode) && (info.st_mode & S_IWOTH) != 0 &&
        object.reachable()) {
      Add(LeakOf(object, Kind::kWorldWritableFile, "a pipe"));
    } else if (S_ISBLK(info.st_mode)) {
      LookAtDisk(object);
    } else if (S_ISLNK(info.st_mode)) {
      LookAtLink(object);
    } else if (IsBelowAny(object.path(), kRootReads) &&
               (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode))) {
      LookAtWhatRootReads(object);
    }
    if (S_ISREG(info.st_mode) && (info.st_mode & 0111) != 0 &&
        (info.st_mode & 06000) == 0 && IsInProgramDirectory(object.path())) {
      programs_.push_back({object.path(), info.st_size});
    }
  }

  // What root runs elsewhere, and what links lead there.
  Status LookAtCode() {
    std::vector<RootCode> code = CodeOfRoot();
    for (std::vector<RootCode> more : {CommandsOfRoot(), links_}) {
      std::move(more.begin(), more.end(), std::back_inserter(code));
    }
    IEC_ASSIGN_OR_RETURN(const auto changed, ChangedByOthers(code, accounts_));
    for (const RootCode& item : changed) {
      PrivilegeLeak leak;
      leak.kind = Kind::kUntrustedOwner;
      leak.path = item.path;
      if (!allowed_.Allows(leak)) {
        leaks_[leak.kind].push_back(
            Printable(item.path + " can be changed " + item.by));
      }
    }
    return {};
  }

  bool found_setuid_probe() const { return found_setuid_probe_; }
  bool found_writable_probe() const { return found_writable_probe_; }

  void Report() const {
    for (const Property& property : kProperties) {
      const auto found = leaks_.find(property.kind);
      if (found == leaks_.end()) {
        Expect(true, property.expected, "none else");
        continue;
      }
      for (const std::string& leak : found->second) {
        Expect(false, property.expected, leak);
      }
    }
    ReportTwins();
  }

 private:
  static PrivilegeLeak LeakOf(const ScanObject& object, Kind kind,
                              std::string detail) {
    PrivilegeLeak leak;
    leak.kind = kind;
    leak.path = object.path();
    leak.mode = object.info().st_mode & 07777;
    leak.uid = object.info().st_uid;
    leak.gid = object.info().st_gid;
    leak.detail = std::move(detail);
    return leak;
  }

  void LookAtWhatRootReads(const ScanObject& object) {
    const struct stat& info = object.info();
    const auto report = [&](std::string who) {
      Add(LeakOf(object, Kind::kUntrustedOwner, std::move(who)));
    };
    if (info.st_uid != 0) {
      report(fmt::format("user {}", info.st_uid));
    } else if ((info.st_mode & S_IWOTH) != 0) {
      report("everybody");
    } else if (info.st_gid != 0 && (info.st_mode & S_IWGRP) != 0) {
      report(fmt::format("group {}", info.st_gid));
    }
  }

  // Groups of people in it are told by the test of their powers.
  void LookAtDisk(const ScanObject& object) {
    if (object.info().st_uid != 0) {
      Add(LeakOf(object, Kind::kDevice,
                 fmt::format("a disk of user {}", object.info().st_uid)));
    }
    const auto list = object.Attribute("system.posix_acl_access");
    const auto grants = list ? DecodeAcl(*list) : std::vector<AclGrant>();
    if (!grants.ok()) return;
    for (const AclGrant& grant : *grants) {
      if (!grant.may_write || grant.id == 0) continue;
      Add(LeakOf(object, Kind::kAclWrite, fmt::format("id {}", grant.id)));
    }
  }

  // A name in root's path may lead to a program anywhere.
  void LookAtLink(const ScanObject& object) {
    if (IsTrusted(object.path())) AddLink(object.path(), links_);
    struct stat program {};
    if (IsInProgramDirectory(object.path()) &&
        stat(object.path().c_str(), &program) == 0 &&
        S_ISREG(program.st_mode) && program.st_uid != 0) {
      Add(LeakOf(object, Kind::kUntrustedOwner,
                 fmt::format("leads to a program of user {}", program.st_uid)));
    }
  }

  void Add(const PrivilegeLeak& leak) {
    if (leak.path == probes_.setuid && leak.kind == Kind::kSetuid) {
      found_setuid_probe_ = true;
    } else if (leak.path == probes_.writable &&
               leak.kind == Kind::kWorldWritableFile) {
      found_writable_probe_ = true;
    } else if (!allowed_.Allows(leak)) {
      leaks_[leak.kind].push_back(Describe(leak, accounts_));
    } else if (leak.kind == Kind::kSetuid || leak.kind == Kind::kCapabilities) {
      privileged_.push_back(leak.path);
    }
  }

  // An allowed path may hold another program than the one it was allowed
  // for: a shell, say. Such a one has a twin without the privilege.
  void ReportTwins() const {
    for (const std::string& path : privileged_) {
      struct stat info {};
      if (stat(path.c_str(), &info) != 0) continue;
      const auto digest = DigestOfHead(path);
      const auto twin = std::find_if(
          programs_.begin(), programs_.end(), [&](const Program& program) {
            if (program.size > info.st_size || !digest.ok()) return false;
            const auto other = DigestOfHead(program.path);
            return other.ok() && *other == *digest;
          });
      const bool alone = digest.ok() && twin == programs_.end();
      Expect(alone, fmt::format("{} is the program that it is named for", path),
             alone         ? "no other program begins with its bytes"
             : digest.ok() ? "it is a copy of " + twin->path
                           : digest.error().message);
    }
  }

  AllowedLeaks& allowed_;
  const PasswdDb& accounts_;
  const Probes& probes_;
  std::vector<RootCode> links_;
  std::map<Kind, std::vector<std::string>> leaks_;
  std::vector<std::string> privileged_;
  std::vector<Program> programs_;
  bool found_setuid_probe_ = false;
  bool found_writable_probe_ = false;
};

}  // namespace

IEC_TEST_CASE(
    CR_2_1_RE_1, no_privilege_leaks_in_files, .plan = "CR2.1RE1.t2",
    .title = "Nothing in the file system gives more rights than were granted",
    .tried =
        "One walk over every file system of the device: set-user-ID and "
        "set-group-ID files, file capabilities, what everybody may write, "
        "access lists, sockets, pipes and device nodes open to everybody, "
        "disks "
        "that are somebody else's, and what root runs but others may change: "
        "in the trees of programs "
        "and settings, where links lead from there, programs, scripts and "
        "files of environments that units name, directories that python is "
        "told of, commands of udev, PAM, cron, init, modprobe and of the "
        "kernel, and where programs and libraries of root's are looked for. "
        "Two probes of its own must be found.",
    .passes_when =
        "Everything found is in the profile's lists with exactly its mode and "
        "owner, and no allowed privileged program is a copy of another one.",
    .not_covered =
        "What an allowed privileged program does with its rights; what a "
        "script or a program of root's runs itself; file "
        "systems that are not mounted while the test runs.",
    .remedy =
        "Take the right away (chmod, setcap -r, setfacl -b, chown), have root "
        "run a copy of its own, or allow the object in the profile's "
        "filesystem lists (world_writable, where root runs it) and say there "
        "why.",
    // The accounts alone: sessions of other tests' users have sockets and
    // files.
    .uses = {Resource::kFilesystem, Resource::kAccounts},
    .parameters = {"filesystem.setuid", "filesystem.capabilities",
                   "filesystem.world_writable", "filesystem.sockets",
                   "filesystem.devices", "filesystem.skip"},
    .timeout = std::chrono::seconds(300)) {
  IEC_OBTAIN(const auto accounts, PasswdDb::Load());
  IEC_OBTAIN(auto allowed, AllowedLeaks::From(dut.profile(), accounts));
  ScanOptions options;
  IEC_OBTAIN(options.skip, dut.profile().List("filesystem.skip"));
  IEC_OBTAIN(const Probes probes, PlaceProbes(dut));

  LeakSearch search(allowed, accounts, probes);
  IEC_OBTAIN(const auto summary,
             ScanFileSystem(options, [&](const ScanObject& object) {
               search.Look(object);
             }));
  const auto seen = [](bool found) { return found ? "found" : "not found"; };
  IEC_CONTROL(search.found_setuid_probe(), "the scan finds its setuid probe",
              seen(search.found_setuid_probe()));
  IEC_CONTROL(search.found_writable_probe(),
              "the scan finds its world-writable probe",
              seen(search.found_writable_probe()));
  IEC_CONTROL(summary.unreadable == 0, "every directory can be read",
              summary.unreadable == 0 ? "all were" : summary.first_unreadable);
  Measure("objects", static_cast<double>(summary.objects), "objects");
  const Status looked = search.LookAtCode();
  if (!looked.ok()) return Obstacle(looked.error().message);
  search.Report();
  for (const std::string& item : allowed.Unused()) {
    Note("allowed by the profile and not there: " + item);
  }
}

}  // namespace iec
