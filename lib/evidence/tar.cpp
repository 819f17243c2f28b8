// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/tar.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace iec {
namespace {

// Where the fields of a header stand.
constexpr size_t kName = 0;
constexpr size_t kNameBytes = 100;
constexpr size_t kMode = 100;
constexpr size_t kSize = 124;
constexpr size_t kSizeBytes = 12;
constexpr size_t kTime = 136;
constexpr size_t kSum = 148;
constexpr size_t kSumBytes = 8;
constexpr size_t kType = 156;
constexpr size_t kMagicPlace = 257;

unsigned SumOf(std::string_view block) {
  unsigned sum = 0;
  for (size_t i = 0; i < block.size(); ++i) {
    const bool blank = i >= kSum && i < kSum + kSumBytes;
    sum += blank ? ' ' : static_cast<unsigned char>(block[i]);
  }
  return sum;
}

std::string Header(const std::string& name, int64_t size) {
  std::string block(kTarBlock, '\0');
  const auto put = [&block](size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), block.begin() + static_cast<long>(at));
  };
  put(kName, name);
  put(kMode, "0000644");
  put(kMode + 8, "0000000");
  put(kMode + 16, "0000000");
  put(kSize, fmt::format("{:011o}", size));
  put(kTime, "00000000000");
  block[kType] = '0';
  put(kMagicPlace, std::string_view("ustar\00000", 8));
  put(kSum, fmt::format("{:06o}", SumOf(block)));
  block[kSum + 7] = ' ';
  return block;
}

// Octal digits, blanks or NULs around them; -1 for anything else.
int64_t Octal(std::string_view field) {
  int64_t value = 0;
  bool any = false;
  for (const char c : field) {
    if (c == '\0' || c == ' ') {
      if (any) break;
      continue;
    }
    if (c < '0' || c > '7') return -1;
    value = value * 8 + (c - '0');
    any = true;
  }
  return any ? value : -1;
}

Status CopyFile(const std::string& path, int64_t size, int out) {
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd) return ErrnoError("opening", path);
  std::string buffer(256u << 10, '\0');
  int64_t copied = 0;
  for (;;) {
    const ssize_t count = read(fd.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError("reading", path);
    if (count == 0) break;
    copied += count;
    if (copied > size) break;
    IEC_RETURN_IF_ERROR(
        WriteAll(out, {buffer.data(), static_cast<size_t>(count)}));
  }
  if (copied != size) return Error{path + " changed while it was read"};
  const auto rest = static_cast<size_t>(size) % kTarBlock;
  return WriteAll(out, std::string(rest == 0 ? 0 : kTarBlock - rest, '\0'));
}

}  // namespace

Status WriteTar(const std::string& directory,
                const std::vector<std::string>& names, int fd) {
  for (const std::string& name : names) {
    if (name.size() > kNameBytes) return Error{name + " is too long for a tar"};
    const std::string path = directory + "/" + name;
    struct stat info {};
    if (lstat(path.c_str(), &info) != 0) return ErrnoError("reading", path);
    IEC_RETURN_IF_ERROR(WriteAll(fd, Header(name, info.st_size)));
    IEC_RETURN_IF_ERROR(CopyFile(path, info.st_size, fd));
  }
  return WriteAll(fd, std::string(2 * kTarBlock, '\0'));
}

Result<TarEntry> ParseTarHeader(std::string_view block) {
  TarEntry entry;
  if (block.size() != kTarBlock) return Error{"it is cut off"};
  if (block.find_first_not_of('\0') == std::string_view::npos) {
    entry.is_end = true;
    return entry;
  }
  if (!block.substr(kMagicPlace).starts_with("ustar")) {
    return Error{"it is no tar"};
  }
  if (Octal(block.substr(kSum, kSumBytes)) != SumOf(block)) {
    return Error{"the checksum of a header does not match"};
  }
  const std::string_view name = block.substr(kName, kNameBytes);
  entry.name = name.substr(0, name.find('\0'));
  if (block[kType] != '0') {
    return Error{
        fmt::format("{} is no regular file", Printable(entry.name, 100))};
  }
  const int64_t size = Octal(block.substr(kSize, kSizeBytes));
  if (size < 0 || block != Header(entry.name, size)) {
    return Error{
        fmt::format("the header of {} is not as a bundle has it: one "
                    "that was packed again is verified as a directory",
                    Printable(entry.name, 100))};
  }
  entry.size = static_cast<uint64_t>(size);
  return entry;
}

}  // namespace iec
