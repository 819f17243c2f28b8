// SPDX-License-Identifier: Apache-2.0
#include "ci/iec_collector_input.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>

#include "lib/base/file.h"
#include "lib/record/reader.h"

namespace iec {
namespace {

constexpr size_t kBufferBytes = 256u << 10;

// Cuts what it is given into numbered lines.
class LineFeeder {
 public:
  explicit LineFeeder(RecordReader& reader) : reader_(reader) {}

  void Feed(std::string_view bytes) {
    for (;;) {
      const size_t end = bytes.find('\n');
      if (end == std::string_view::npos) return Keep(bytes);
      if (begun_.empty() && !too_long_) {
        reader_.Feed(++number_, bytes.substr(0, end));
      } else {
        Keep(bytes.substr(0, end));
        EndLine();
      }
      bytes.remove_prefix(end + 1);
    }
  }

  // The last line may lack its newline.
  void Finish() {
    if (!begun_.empty() || too_long_) EndLine();
  }

  size_t first_too_long() const { return first_too_long_; }

 private:
  void Keep(std::string_view piece) {
    if (begun_.size() + piece.size() > kMaxInputLine) too_long_ = true;
    if (!too_long_) begun_ += piece;
  }

  void EndLine() {
    ++number_;
    if (!too_long_) {
      reader_.Feed(number_, begun_);
    } else if (first_too_long_ == 0) {
      first_too_long_ = number_;
    }
    begun_.clear();
    too_long_ = false;
  }

  RecordReader& reader_;
  std::string begun_;
  size_t number_ = 0;
  size_t first_too_long_ = 0;
  bool too_long_ = false;
};

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};

Result<UniqueFd> Open(const std::string& path) {
  if (path == "-") return UniqueFd(dup(STDIN_FILENO));
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd) return ErrnoError("opening", path);
  return fd;
}

Status FeedAll(int fd, LineFeeder& lines) {
  std::string buffer(kBufferBytes, '\0');
  size_t total = 0;
  for (;;) {
    const ssize_t count = read(fd, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError("reading");
    if (count == 0) break;
    total += static_cast<size_t>(count);
    if (total > kMaxInputBytes) {
      return Error{fmt::format("more than the {} bytes that an input may have",
                               kMaxInputBytes)};
    }
    lines.Feed({buffer.data(), static_cast<size_t>(count)});
  }
  lines.Finish();
  return {};
}

}  // namespace

Result<std::vector<std::string>> ExpandInput(const std::string& path) {
  struct stat info {};
  if (path == "-" || stat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return std::vector<std::string>{path};
  }
  const std::unique_ptr<DIR, CloseDirectory> directory(opendir(path.c_str()));
  if (!directory) return ErrnoError("opening", path);
  std::vector<std::string> files;
  while (const dirent* entry = readdir(directory.get())) {
    const std::string file =
        fmt::format("{}{}{}", path, path.ends_with('/') ? "" : "/",
                    std::string_view(entry->d_name));
    if (stat(file.c_str(), &info) == 0 && S_ISREG(info.st_mode)) {
      files.push_back(file);
    }
  }
  if (files.empty()) return Error{path + " is a directory without a file"};
  std::sort(files.begin(), files.end());
  return files;
}

Result<RecordInput> ReadInput(const std::string& path, const std::string& key) {
  IEC_ASSIGN_OR_RETURN(const UniqueFd fd, Open(path));
  RecordReader reader(key);
  LineFeeder lines(reader);
  if (const Status status = FeedAll(fd.get(), lines); !status.ok()) {
    return status.error().Within(path);
  }
  RecordInput input = reader.Finish();
  input.name = path;
  if (lines.first_too_long() != 0) {
    input.problems.push_back(
        {lines.first_too_long(),
         fmt::format("a line of more than {} bytes is ignored",
                     kMaxInputLine)});
  }
  if (input.record_lines == 0) {
    return Error{path +
                 " holds no record of iec-runner: it wants a record file or a "
                 "console log with IEC1 lines in it"};
  }
  return input;
}

}  // namespace iec
