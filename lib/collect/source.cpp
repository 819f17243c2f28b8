// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "lib/base/file.h"

namespace iec {
namespace {

constexpr size_t kPackedBytes = 64u << 10;
constexpr std::string_view kGzipMagic = "\x1f\x8b";
constexpr int kGzipWindow = 15 + 16;  // zlib: expect a gzip header

}  // namespace

struct InputSource::State {
  ~State() {
    if (inflating) inflateEnd(&stream);
  }

  Result<size_t> ReadFile(char* buffer, size_t size);
  Status Begin();
  Status Fill();  // packed bytes for zlib
  Result<bool> IsPadding();
  Result<size_t> Inflate(char* buffer, size_t size);

  UniqueFd fd;
  std::string begun;  // what was read to look at it
  size_t given = 0;   // of `begun`
  bool looked = false;
  bool inflating = false;
  bool member_done = false;  // between two members of a gzip
  bool ended = false;
  z_stream stream{};
  std::string packed;
  size_t total = 0;
};

InputSource::InputSource(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
InputSource::InputSource(InputSource&&) noexcept = default;
InputSource& InputSource::operator=(InputSource&&) noexcept = default;
InputSource::~InputSource() = default;

Result<InputSource> InputSource::Open(const std::string& path) {
  auto state = std::make_unique<State>();
  if (path == "-") {
    state->fd.Reset(dup(STDIN_FILENO));
  } else {
    state->fd.Reset(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  }
  if (!state->fd) return ErrnoError("opening", path);
  return InputSource(std::move(state));
}

Result<size_t> InputSource::State::ReadFile(char* buffer, size_t size) {
  for (;;) {
    const ssize_t count = read(fd.get(), buffer, size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError("reading");
    return static_cast<size_t>(count);
  }
}

Status InputSource::State::Begin() {
  looked = true;
  begun.resize(kGzipMagic.size());
  size_t have = 0;
  while (have < begun.size()) {
    IEC_ASSIGN_OR_RETURN(const size_t count,
                         ReadFile(begun.data() + have, begun.size() - have));
    if (count == 0) break;
    have += count;
  }
  begun.resize(have);
  if (begun != kGzipMagic) return {};
  packed = begun;
  packed.resize(kPackedBytes);
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(begun.size());
  begun.clear();
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) {
    return Error{"zlib cannot be started"};
  }
  inflating = true;
  return {};
}

Status InputSource::State::Fill() {
  if (stream.avail_in > 0 || ended) return {};
  IEC_ASSIGN_OR_RETURN(const size_t count,
                       ReadFile(packed.data(), packed.size()));
  ended = count == 0;
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(count);
  return {};
}

// Whether nothing but zeros follows the last member, as tapes and block devices
// leave them.
Result<bool> InputSource::State::IsPadding() {
  if (*stream.next_in != 0) return false;
  while (stream.avail_in > 0) {
    const Bytef* const begin = stream.next_in;
    if (std::any_of(begin, begin + stream.avail_in,
                    [](Bytef byte) { return byte != 0; })) {
      return Error{"the gzip data is damaged"};
    }
    stream.avail_in = 0;
    IEC_RETURN_IF_ERROR(Fill());
  }
  return true;
}

Result<size_t> InputSource::State::Inflate(char* buffer, size_t size) {
  stream.next_out = reinterpret_cast<Bytef*>(buffer);
  stream.avail_out = static_cast<uInt>(size);
  while (stream.avail_out == size) {
    IEC_RETURN_IF_ERROR(Fill());
    if (stream.avail_in == 0) {
      if (member_done) return size_t{0};
      return Error{"the gzip data is cut off"};
    }
    if (member_done) {
      IEC_ASSIGN_OR_RETURN(const bool padding, IsPadding());
      if (padding) return size_t{0};
      // Members may follow each other, as `cat a.gz b.gz` makes them.
      if (inflateReset(&stream) != Z_OK)
        return Error{"the gzip data is damaged"};
      member_done = false;
    }
    const int status = inflate(&stream, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      member_done = true;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      return Error{"the gzip data is damaged"};
    }
  }
  return size - stream.avail_out;
}

Result<size_t> InputSource::Read(char* buffer, size_t size) {
  State& state = *state_;
  if (!state.looked) IEC_RETURN_IF_ERROR(state.Begin());
  size_t count = 0;
  if (state.inflating) {
    IEC_ASSIGN_OR_RETURN(count, state.Inflate(buffer, size));
  } else if (state.given < state.begun.size()) {
    count = state.begun.copy(buffer, size, state.given);
    state.given += count;
  } else {
    IEC_ASSIGN_OR_RETURN(count, state.ReadFile(buffer, size));
  }
  state.total += count;
  if (state.total > kMaxInputBytes) {
    return Error{fmt::format("more than the {} bytes that an input may have",
                             kMaxInputBytes)};
  }
  return count;
}

Result<std::string> ReadInput(const std::string& path, size_t limit) {
  IEC_ASSIGN_OR_RETURN(InputSource source, InputSource::Open(path));
  std::string buffer(kPackedBytes, '\0');
  std::string all;
  for (;;) {
    const auto count = source.Read(buffer.data(), buffer.size());
    if (!count.ok()) return count.error().Within(path);
    if (*count == 0) return all;
    if (all.size() + *count > limit) {
      return Error{fmt::format("{}: more than {} bytes", path, limit)};
    }
    all.append(buffer, 0, *count);
  }
}

}  // namespace iec
