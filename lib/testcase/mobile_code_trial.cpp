// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/mobile_code_trial.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <utility>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/mobile_code.h"
#include "lib/testcase/check.h"

namespace iec {
namespace {

constexpr size_t kMostBytes = size_t{32} << 20;
constexpr char kPlace[] = "{file}";

std::string NameOf(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

MobileCode LookForMobileCode(const Profile& profile) {
  const auto runtimes = MobileCodeRuntimes();
  const std::string found =
      runtimes.empty() ? "nothing that runs mobile code is installed, runs or "
                         "is registered with the kernel"
                       : Printable(Join(runtimes, ", "), 300);
  if (profile.Declares(Capability::kMobileCode)) {
    Note("what runs mobile code by its name: " + found);
    return MobileCode::kDeclared;
  }
  return Expect(runtimes.empty(),
                "a device that declares no mobile code has nothing to run it",
                found)
             ? MobileCode::kAbsent
             : MobileCode::kUndeclared;
}

Result<MobileCodeTrial> MobileCodeTrial::Prepare(Dut& dut) {
  MobileCodeTrial trial;
  trial.profile_ = &dut.profile();
  IEC_ASSIGN_OR_RETURN(trial.loader_, dut.profile().List("mobile_code.run"));
  if (trial.loader_.empty()) {
    return Error{
        "mobile_code is declared, and mobile_code.run does not say how it is "
        "run"};
  }
  IEC_ASSIGN_OR_RETURN(trial.says_, dut.profile().Text("mobile_code.says"));
  IEC_ASSIGN_OR_RETURN(trial.suffix_,
                       dut.profile().Text("mobile_code.signature"));
  IEC_ASSIGN_OR_RETURN(trial.directory_, dut.TemporaryDirectory());
  // Others are to fail at the loader, not at the way to the item.
  if (chmod(trial.directory_.c_str(), 0755) != 0) {
    return ErrnoError("opening", trial.directory_);
  }
  return trial;
}

Result<std::vector<MobileCodeItem>> MobileCodeTrial::Read(
    std::string_view parameter) const {
  IEC_ASSIGN_OR_RETURN(const auto paths, profile_->List(parameter));
  if (paths.empty()) {
    return Error{fmt::format("mobile_code is declared, and {} names no item",
                             parameter)};
  }
  std::vector<MobileCodeItem> items;
  for (const std::string& path : paths) {
    MobileCodeItem& item = items.emplace_back();
    item.path = path;
    IEC_ASSIGN_OR_RETURN(item.bytes, ReadFile(path, kMostBytes));
    if (item.bytes.empty()) return Error{path + " is empty"};
    if (const std::string beside = path + suffix_;
        !suffix_.empty() && Exists(beside)) {
      IEC_ASSIGN_OR_RETURN(item.signature, ReadFile(beside, kMostBytes));
    }
  }
  return items;
}

Result<MobileCodeTrial::End> MobileCodeTrial::Give(const MobileCodeItem& item,
                                                   const Identity* who) {
  // The name may tell a loader what it is: it is kept, in another directory.
  const std::string directory = fmt::format("{}/{}", directory_, ++number_);
  if (mkdir(directory.c_str(), 0755) != 0) {
    return ErrnoError("creating", directory);
  }
  const std::string path = directory + '/' + NameOf(item.path);
  IEC_RETURN_IF_ERROR(CreateFile(path, item.bytes, 0644));
  if (item.signature) {
    IEC_RETURN_IF_ERROR(CreateFile(path + suffix_, *item.signature, 0644));
  }
  Command command;
  command.argv = loader_;
  for (std::string& word : command.argv) {
    if (const size_t at = word.find(kPlace); at != std::string::npos) {
      word.replace(at, sizeof kPlace - 1, path);
    }
  }
  if (who != nullptr) command.run_as = *who;
  const auto outcome = Run(command);
  // Somebody who may not even start it.
  if (!outcome.ok() && who != nullptr) {
    return End{false, outcome.error().message};
  }
  if (!outcome.ok()) return outcome.error();
  const std::string said = outcome->out + outcome->err;
  const bool ran = said.find(says_) != std::string::npos;
  return End{ran, fmt::format("{}; {}", ran ? "it has run" : "it has not run",
                              outcome->Describe())};
}

bool MobileCodeTrial::IntactRuns(const MobileCodeItem& item) {
  const auto end = Give(item);
  if (!end.ok()) {
    Obstacle(end.error().message);
    return false;
  }
  return Control(end->ran, "an intact item of the declared origin runs",
                 end->detail);
}

std::vector<std::pair<std::string, MobileCodeItem>> BrokenItems(
    const MobileCodeItem& item) {
  std::vector<std::pair<std::string, MobileCodeItem>> items;
  const auto flipped = [](std::string bytes, size_t at) {
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    return bytes;
  };
  const auto add = [&](std::string what, std::string bytes,
                       std::optional<std::string> signature) {
    items.emplace_back(
        std::move(what),
        MobileCodeItem{item.path, std::move(bytes), std::move(signature)});
  };
  add("with a line behind it", item.bytes + '\n', item.signature);
  const size_t size = item.bytes.size();
  for (const size_t eighth : {1, 3, 5, 7}) {
    add(fmt::format("with another bit at {} of {}", size * eighth / 8, size),
        flipped(item.bytes, size * eighth / 8), item.signature);
  }
  add("without its last byte", item.bytes.substr(0, size - 1), item.signature);
  if (item.signature && !item.signature->empty()) {
    add("with another bit in its signature", item.bytes,
        flipped(*item.signature, item.signature->size() / 2));
  }
  return items;
}

}  // namespace iec
