// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/brought_code.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/as_user.h"
#include "lib/dut/mounts.h"
#include "lib/dut/writable_places.h"

namespace iec {
namespace {

constexpr size_t kMostBytes = size_t{8} << 20;
constexpr std::chrono::seconds kTimeout{60};
constexpr char kShellScript[] = "#!/bin/sh\nexit 0\n";

bool IsWithin(const std::string& path, const std::string& directory) {
  return directory == "/" || path == directory ||
         path.starts_with(directory + '/');
}

// 0 where it ran; otherwise why it did not, as an errno value.
int Start(std::vector<const char*> words) {
  words.push_back(nullptr);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  const pid_t pid = fork();
  if (pid < 0) return errno;
  if (pid == 0) {
    char* const none[] = {nullptr};
    execve(words[0], const_cast<char* const*>(words.data()), none);
    const int error = errno;
    static_cast<void>(write(writer.get(), &error, sizeof error) > 0);
    _exit(1);
  }
  writer.Reset();
  int error = 0;
  if (read(reader.get(), &error, sizeof error) < 0) error = errno;
  int status = 0;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return errno;
  }
  if (error != 0) return error;
  // A loader that may not map it says so and ends with another status.
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : EACCES;
}

// False where nothing can be put there.
bool Put(const std::string& path, std::string_view bytes) {
  UniqueFd fd(open(path.c_str(),
                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0700));
  if (!fd) return false;
  // Of one that a umask of the fork or a mask of the directory has made less.
  static_cast<void>(fchmod(fd.get(), 0700));
  if (WriteAll(fd.get(), bytes).ok()) return true;
  unlink(path.c_str());
  return false;
}

// In the fork, as the one who brings it. Each find is a line of a letter and
// what it is about: placed, ran, or the first refusal.
class Trial {
 public:
  Trial(std::string_view bytes, const std::string& loader,
        const std::string& name)
      : bytes_(bytes), loader_(loader), name_(name) {}

  std::string TryAll(const std::vector<std::string>& places) {
    for (const std::string& place : places) TryIn(place);
    return std::move(said_);
  }

 private:
  enum Form : unsigned { kProgram = 1, kLoader = 2, kScript = 4 };
  struct Mount {
    uint64_t id = 0;
    size_t places = 0;
    unsigned done = 0;  // the forms of which one has run, or one try will do
  };

  void TryIn(const std::string& place) {
    struct statx info {};
    if (access(place.c_str(), W_OK | X_OK) != 0 ||
        statx(AT_FDCWD, place.c_str(), 0, STATX_TYPE | STATX_MNT_ID, &info) !=
            0) {
      return;
    }
    Mount& mount = MountOf(info.stx_mnt_id);
    if (mount.places >= BroughtCode::kMostOfAMount) return;
    const std::string path = (place == "/" ? "" : place) + '/' + name_;
    if (!Put(path, bytes_)) return;
    ++mount.places;
    Say('p', place);
    TryForm(mount, kProgram, {path.c_str()}, place + ": as a program");
    if (!loader_.empty()) {
      TryForm(mount, kLoader, {loader_.c_str(), path.c_str()},
              place + ": by the dynamic loader");
      // It is a mount that keeps a loader from it: one try of each will do.
      mount.done |= kLoader;
    }
    unlink(path.c_str());
    if ((mount.done & kScript) != 0 || !Put(path, kShellScript)) return;
    TryForm(mount, kScript, {path.c_str()}, place + ": as a script");
    unlink(path.c_str());
  }

  Mount& MountOf(uint64_t id) {
    for (Mount& mount : mounts_) {
      if (mount.id == id) return mount;
    }
    return mounts_.emplace_back(Mount{id});
  }

  void TryForm(Mount& mount, Form form, std::vector<const char*> words,
               const std::string& what) {
    if ((mount.done & form) != 0) return;
    const int error = Start(std::move(words));
    if (error == 0) {
      mount.done |= form;
      Say('r', what);
    } else if (!std::exchange(refused_, true)) {
      Say('e', what + ": " + strerror(error));
    }
  }

  void Say(char what, const std::string& text) {
    said_ += what;
    said_ += text;
    said_ += '\0';
  }

  std::string_view bytes_;
  const std::string& loader_;
  const std::string& name_;
  std::vector<Mount> mounts_;
  bool refused_ = false;
  std::string said_;
};

}  // namespace

std::string LoaderOf(std::string_view program) {
  const auto read = [&](size_t at, auto& into) {
    if (at > program.size() || program.size() - at < sizeof into) return false;
    memcpy(&into, program.data() + at, sizeof into);
    return true;
  };
  ElfW(Ehdr) header;
  if (!program.starts_with(ELFMAG) || !read(0, header)) return "";
  for (size_t i = 0; i < header.e_phnum; ++i) {
    ElfW(Phdr) part;
    if (!read(header.e_phoff + i * sizeof part, part)) return "";
    if (part.p_type != PT_INTERP || part.p_offset > program.size()) continue;
    const std::string_view text = program.substr(part.p_offset, part.p_filesz);
    return std::string(text.substr(0, text.find('\0')));
  }
  return "";
}

Result<BroughtCode> BroughtCode::Prepare(UndoJournal& journal) {
  BroughtCode code;
  IEC_ASSIGN_OR_RETURN(code.own_, FindProgram("true"));
  IEC_ASSIGN_OR_RETURN(code.bytes_, ReadFile(code.own_, kMostBytes));
  code.loader_ = LoaderOf(code.bytes_);
  code.bytes_ += RandomBytes(16);
  code.name_ = "iec-" + RandomFrom("abcdefghijklmnopqrstuvwxyz0123456789", 16);
  IEC_ASSIGN_OR_RETURN(code.places_, WritablePlaces());
  // All of them at once: they are many, and each entry waits for the disk.
  IEC_ASSIGN_OR_RETURN(
      const std::string saved,
      journal.Save(Join(code.places_, std::string_view("\0", 1))));
  IEC_RETURN_IF_ERROR(
      journal.Record({std::string(kBroughtCodeKind),
                      {{"name", code.name_}, {"places", saved}}}));
  return code;
}

Result<BroughtCode::Outcome> BroughtCode::TryAs(
    const Bringer& bringer, const std::vector<std::string>& exempt) const {
  std::vector<std::string> places = places_;
  for (const std::string& point : bringer.mount_points) {
    if (std::find(places.begin(), places.end(), point) == places.end()) {
      places.push_back(point);
    }
  }
  std::erase_if(places, [&](const std::string& place) {
    return std::any_of(exempt.begin(), exempt.end(),
                       [&](const std::string& directory) {
                         return IsWithin(place, directory);
                       });
  });
  IEC_ASSIGN_OR_RETURN(
      const std::string said,
      InFork([&] { return BecomeBringer(bringer); }, bringer.name,
             [&] { return Trial(bytes_, loader_, name_).TryAll(places); },
             kTimeout));
  Outcome outcome;
  for (const std::string& line : Split(said, '\0')) {
    if (line.empty()) continue;
    const std::string text = line.substr(1);
    if (line[0] == 'p') outcome.places.push_back(text);
    if (line[0] == 'r') outcome.ran.push_back(text);
    if (line[0] == 'e') outcome.refusal = text;
  }
  return outcome;
}

Result<bool> BroughtCode::CanRunTheDevicesOwn(const Bringer& bringer) const {
  IEC_ASSIGN_OR_RETURN(
      const std::string said,
      InFork([&] { return BecomeBringer(bringer); }, bringer.name,
             [&] { return Start({own_.c_str()}) == 0 ? "yes" : "no"; },
             kTimeout));
  return said == "yes";
}

UndoOutcome UndoCodeBrought(const UndoEntry& entry,
                            const UndoContext& context) {
  UndoOutcome outcome;
  const auto undo = [&]() -> Status {
    IEC_ASSIGN_OR_RETURN(const std::string name, Need(entry, "name"));
    IEC_ASSIGN_OR_RETURN(const std::string saved, Need(entry, "places"));
    IEC_ASSIGN_OR_RETURN(const std::string places,
                         ReadFile(context.saved_prefix + saved));
    for (const std::string& place : Split(places, '\0')) {
      const std::string path = place + '/' + name;
      if (unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) {
        return ErrnoError("removing", path);
      }
    }
    return {};
  };
  outcome.Check(undo());
  return outcome;
}

}  // namespace iec
