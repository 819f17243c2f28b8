// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/account_copy.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/account_files.h"
#include "lib/dut/paths.h"
#include "lib/dut/undo_codec.h"

namespace iec {
namespace {

constexpr char kRun[] = "accounts";
constexpr char kTest[] = "baseline";
constexpr std::string_view kKind = "account_files";

std::string JournalPath(const std::string& directory) {
  return UndoJournal::PathFor(directory, kRun, kTest);
}

}  // namespace

Result<std::vector<SavedFile>> ReadAccountFiles() {
  std::vector<SavedFile> files;
  for (const AccountFile& file : AccountFiles()) {
    for (const std::string& path : {file.path, file.backup}) {
      IEC_ASSIGN_OR_RETURN(FileState state, ReadFileState(path));
      files.push_back({path, std::move(state)});
    }
  }
  return files;
}

// The journal first, as with every journal: the copies alone are rubbish.
Status RemoveAccountCopy(const std::string& directory) {
  const std::string path = JournalPath(directory);
  if (unlink(path.c_str()) != 0 && errno != ENOENT) {
    return ErrnoError("removing", path);
  }
  const std::string prefix = RunMarkerFor(kRun, kTest) + ".saved-";
  for (const std::string& file : FilesIn(directory)) {
    if (!file.starts_with(prefix)) continue;
    const std::string saved = directory + "/" + file;
    if (unlink(saved.c_str()) != 0) return ErrnoError("removing", saved);
  }
  return {};
}

Status SaveAccountCopy(const std::string& directory,
                       const std::vector<std::string>& rubbish,
                       const std::string& new_home_base) {
  IEC_RETURN_IF_ERROR(RemoveAccountCopy(directory));
  IEC_ASSIGN_OR_RETURN(const auto files, ReadAccountFiles());
  UndoEntry entry{
      std::string(kKind),
      {{"rubbish", Join(rubbish, "\n")}, {"new_home_base", new_home_base}}};
  const LastLogin last = ReadLastLogin(0);
  if (last.file_exists) {
    entry.data["lastlog_size"] = fmt::format("{}", last.file_size);
  }
  UndoJournal journal(directory, kRun, kTest);
  IEC_RETURN_IF_ERROR(SaveFiles(journal, files, entry));
  return journal.Record(entry);
}

Result<std::optional<AccountCopy>> LoadAccountCopy(
    const std::string& directory) {
  const std::string path = JournalPath(directory);
  if (!Exists(path)) return std::optional<AccountCopy>();
  IEC_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  const UndoLines lines = DecodeUndoJournal(text);
  if (!lines.corrupt.empty()) {
    return Error{path + ", " + lines.corrupt[0] +
                 ": put the account files in order by hand, then remove it"};
  }
  for (const UndoEntry& entry : lines.entries) {
    if (entry.kind != kKind) continue;
    AccountCopy copy;
    const UndoContext context{
        fmt::format("{}/{}.", directory, RunMarkerFor(kRun, kTest))};
    IEC_ASSIGN_OR_RETURN(copy.files, LoadFiles(entry, context));
    copy.rubbish = Split(ValueOf(entry, "rubbish"), '\n');
    copy.new_home_base = ValueOf(entry, "new_home_base");
    const auto size = ParseInteger(ValueOf(entry, "lastlog_size"));
    copy.last_login = {size.has_value(), size.value_or(0), ""};
    return std::optional<AccountCopy>(std::move(copy));
  }
  return std::optional<AccountCopy>();
}

}  // namespace iec
