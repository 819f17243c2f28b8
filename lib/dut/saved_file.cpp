// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <charconv>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/undo_handlers.h"

namespace iec {
namespace {

constexpr std::string_view kAttributePrefix = ".attribute.";

std::string Key(size_t index, std::string_view field) {
  return fmt::format("file{}.{}", index, field);
}

Result<int64_t> NeedNumber(const UndoEntry& entry, const std::string& key,
                           int base = 10) {
  IEC_ASSIGN_OR_RETURN(const std::string text, Need(entry, key));
  int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, base);
  if (error != std::errc() || stop != end) {
    return Error{"the undo entry's " + key + " is no number"};
  }
  return number;
}

void LoadAttributes(const UndoEntry& entry, size_t index, FileState& state) {
  const std::string prefix = fmt::format("file{}{}", index, kAttributePrefix);
  for (auto at = entry.data.lower_bound(prefix);
       at != entry.data.end() && at->first.starts_with(prefix); ++at) {
    state.attributes[at->first.substr(prefix.size())] = at->second;
  }
}

Result<SavedFile> LoadOne(const UndoEntry& entry, size_t index,
                          std::string_view copies) {
  SavedFile file;
  IEC_ASSIGN_OR_RETURN(file.path, Need(entry, Key(index, "path")));
  if (!entry.data.contains(Key(index, "mode"))) return file;  // was not there
  FileState& state = file.state;
  state.exists = true;
  IEC_ASSIGN_OR_RETURN(const int64_t mode,
                       NeedNumber(entry, Key(index, "mode"), 8));
  IEC_ASSIGN_OR_RETURN(const int64_t uid, NeedNumber(entry, Key(index, "uid")));
  IEC_ASSIGN_OR_RETURN(const int64_t gid, NeedNumber(entry, Key(index, "gid")));
  IEC_ASSIGN_OR_RETURN(state.mtime_seconds,
                       NeedNumber(entry, Key(index, "seconds")));
  IEC_ASSIGN_OR_RETURN(state.mtime_nanoseconds,
                       NeedNumber(entry, Key(index, "nanoseconds")));
  IEC_ASSIGN_OR_RETURN(const int64_t at, NeedNumber(entry, Key(index, "at")));
  IEC_ASSIGN_OR_RETURN(const int64_t size,
                       NeedNumber(entry, Key(index, "size")));
  IEC_ASSIGN_OR_RETURN(const std::string sha256,
                       Need(entry, Key(index, "sha256")));
  state.mode = static_cast<mode_t>(mode);
  state.uid = static_cast<uid_t>(uid);
  state.gid = static_cast<gid_t>(gid);
  LoadAttributes(entry, index, state);
  const auto all = static_cast<int64_t>(copies.size());
  if (at >= 0 && size >= 0 && at <= all && size <= all - at) {
    state.bytes =
        copies.substr(static_cast<size_t>(at), static_cast<size_t>(size));
  }
  if (Sha256Hex(state.bytes) != sha256) {
    return Error{"the saved copy of " + file.path +
                 " is damaged: restore that file by hand"};
  }
  return file;
}

}  // namespace

Result<std::string> Need(const UndoEntry& entry, const std::string& key) {
  const auto found = entry.data.find(key);
  if (found == entry.data.end()) {
    return Error{
        fmt::format("an undo entry of kind {} lacks its {}", entry.kind, key)};
  }
  return found->second;
}

std::string ValueOf(const UndoEntry& entry, const std::string& key) {
  const auto found = entry.data.find(key);
  return found == entry.data.end() ? "" : found->second;
}

Status SaveFiles(UndoJournal& journal, const std::vector<SavedFile>& files,
                 UndoEntry& entry) {
  std::string copies;
  for (size_t i = 0; i < files.size(); ++i) {
    const FileState& state = files[i].state;
    auto& data = entry.data;
    data[Key(i, "path")] = files[i].path;
    if (!state.exists) continue;
    data[Key(i, "mode")] = fmt::format("{:o}", state.mode);
    data[Key(i, "uid")] = fmt::format("{}", state.uid);
    data[Key(i, "gid")] = fmt::format("{}", state.gid);
    data[Key(i, "seconds")] = fmt::format("{}", state.mtime_seconds);
    data[Key(i, "nanoseconds")] = fmt::format("{}", state.mtime_nanoseconds);
    data[Key(i, "at")] = fmt::format("{}", copies.size());
    data[Key(i, "size")] = fmt::format("{}", state.bytes.size());
    data[Key(i, "sha256")] = Sha256Hex(state.bytes);
    for (const auto& [name, value] : state.attributes) {
      data[fmt::format("file{}{}{}", i, kAttributePrefix, name)] = value;
    }
    copies += state.bytes;
  }
  entry.data["files"] = fmt::format("{}", files.size());
  IEC_ASSIGN_OR_RETURN(entry.data["copies"], journal.Save(copies));
  return {};
}

Result<std::vector<SavedFile>> LoadFiles(const UndoEntry& entry,
                                         const UndoContext& context) {
  IEC_ASSIGN_OR_RETURN(const int64_t count, NeedNumber(entry, "files"));
  IEC_ASSIGN_OR_RETURN(const std::string name, Need(entry, "copies"));
  IEC_ASSIGN_OR_RETURN(const std::string copies,
                       ReadFile(context.saved_prefix + name));
  std::vector<SavedFile> files;
  for (int64_t i = 0; i < count; ++i) {
    IEC_ASSIGN_OR_RETURN(SavedFile file,
                         LoadOne(entry, static_cast<size_t>(i), copies));
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace iec
