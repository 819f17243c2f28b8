// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/chunks.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "lib/base/file.h"

namespace iec {
namespace {

constexpr size_t kChunkBytes = 2u << 20;
constexpr unsigned kReadBytes = 256u << 10;

struct CloseGz {
  void operator()(gzFile_s* file) const { gzclose(file); }
};
// zlib hands through what is not packed.
using GzFile = std::unique_ptr<gzFile_s, CloseGz>;

Result<GzFile> Open(const std::string& path) {
  UniqueFd fd(path == "-"
                  ? dup(STDIN_FILENO)
                  : open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd) return ErrnoError("opening", path);
  GzFile file(gzdopen(fd.get(), "rb"));
  if (file == nullptr) return Error{"opening " + path + ": no memory"};
  fd.Release();
  gzbuffer(file.get(), kReadBytes);
  return file;
}

// As many chunks wait as there are threads: the reader is never far ahead.
class Queue {
 public:
  explicit Queue(size_t room) : room_(room) {}

  void Put(Chunk chunk) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return chunks_.size() < room_; });
    chunk.number = count_++;
    chunks_.push_back(std::move(chunk));
    changed_.notify_all();
  }
  void Close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  bool Take(Chunk& chunk) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !chunks_.empty(); });
    if (chunks_.empty()) return false;
    chunk = std::move(chunks_.front());
    chunks_.pop_front();
    changed_.notify_all();
    return true;
  }

 private:
  size_t room_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Chunk> chunks_;
  size_t count_ = 0;
  bool closed_ = false;
};

class Turns {
 public:
  void Take(size_t number, const std::function<void()>& work) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return next_ == number; });
    work();
    ++next_;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t next_ = 0;
};

// Cuts what comes into chunks of whole lines.
class Cutter {
 public:
  Cutter(Queue& queue, const ChunkSinks& sinks) : queue_(queue), sinks_(sinks) {
    pending_.text.reserve(kChunkBytes + kReadBytes);
  }

  void Feed(std::string_view bytes) {
    if (skipping_) {
      const size_t end = bytes.find('\n');
      if (end == std::string_view::npos) return;
      bytes.remove_prefix(end + 1);
      ++pending_.first_line;
      skipping_ = false;
    }
    pending_.text += bytes;
    if (pending_.text.size() < kChunkBytes) return;
    const size_t cut = bytes.rfind('\n');
    if (cut != std::string_view::npos) {
      Send(pending_.text.size() - (bytes.size() - cut) + 1);
    } else if (pending_.text.size() > kMaxFleetLine) {
      Skip();
    }
  }

  void Finish() {
    if (!pending_.text.empty()) queue_.Put(std::move(pending_));
  }

 private:
  void Send(size_t end) {
    Chunk next;
    next.text.reserve(kChunkBytes + kReadBytes);
    next.text.assign(pending_.text, end);
    pending_.text.resize(end);
    next.first_line = pending_.first_line;
    for (size_t at = 0;
         (at = pending_.text.find('\n', at)) != std::string::npos; ++at) {
      ++next.first_line;
    }
    queue_.Put(std::move(pending_));
    pending_ = std::move(next);
  }

  // What was sent ended with its line: all that is pending is one line, or
  // lines and the begin of one.
  void Skip() {
    const size_t begin = pending_.text.rfind('\n') + 1;  // 0: none
    if (begin > 0) Send(begin);
    sinks_.on_long_line(pending_.first_line);
    pending_.text.clear();
    pending_.text.shrink_to_fit();
    skipping_ = true;
  }

  Queue& queue_;
  const ChunkSinks& sinks_;
  Chunk pending_;
  bool skipping_ = false;
};

Status FeedAll(gzFile_s* file, const std::string& path, Cutter& cutter) {
  std::string buffer(kReadBytes, '\0');
  for (;;) {
    const int count = gzread(file, buffer.data(), kReadBytes);
    if (count < 0) {
      int code = 0;
      const std::string message = gzerror(file, &code);
      if (code == Z_ERRNO) return ErrnoError("reading", path);
      return Error{"reading " + path + ": " + message};
    }
    if (count == 0) break;
    cutter.Feed({buffer.data(), static_cast<size_t>(count)});
  }
  // A file that was cut off in the middle of a block ends without an error.
  int code = 0;
  gzerror(file, &code);
  if (code == Z_BUF_ERROR) return Error{"reading " + path + ": it is cut off"};
  return {};
}

}  // namespace

Status ReadChunks(const std::string& path, size_t threads,
                  const ChunkSinks& sinks) {
  IEC_ASSIGN_OR_RETURN(const GzFile file, Open(path));
  Queue queue(threads);
  Turns turns;
  std::vector<std::jthread> workers;
  for (size_t thread = 0; thread < threads; ++thread) {
    workers.emplace_back([&queue, &turns, &sinks, thread] {
      Chunk chunk;
      while (queue.Take(chunk)) {
        sinks.on_chunk(thread, chunk);
        turns.Take(chunk.number, [&] { sinks.in_turn(thread); });
      }
    });
  }
  Cutter cutter(queue, sinks);
  Status status = FeedAll(file.get(), path, cutter);
  cutter.Finish();
  queue.Close();
  for (std::jthread& worker : workers) worker.join();
  return status;
}

std::string Peek(const std::string& path, size_t bytes) {
  if (path == "-") return {};
  const auto file = Open(path);
  if (!file.ok()) return {};
  std::string text(bytes, '\0');
  const int count =
      gzread(file->get(), text.data(), static_cast<unsigned>(bytes));
  text.resize(count < 0 ? 0 : static_cast<size_t>(count));
  return text;
}

}  // namespace iec
