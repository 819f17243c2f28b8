// SPDX-License-Identifier: Apache-2.0
// chunks: a file of lines, plain or gz, read once and worked on by threads.
#ifndef IEC_LIB_FLEET_CHUNKS_H_
#define IEC_LIB_FLEET_CHUNKS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace iec {

// Bytes of one line, which a job's callback fills; a longer one is left out.
inline constexpr size_t kMaxFleetLine = 32u << 20;

struct Chunk {
  size_t number = 0;  // from 0, in the order of the file
  size_t first_line = 1;
  std::string text;  // whole lines; the last one may lack its end
};

struct ChunkSinks {
  // By several threads at the same time, each with a number below `threads`.
  std::function<void(size_t thread, const Chunk& chunk)> on_chunk;
  // After each chunk, by the thread that had it: one at a time, in the order
  // of the file.
  std::function<void(size_t thread)> in_turn;
  // By the calling thread.
  std::function<void(size_t line)> on_long_line;
};

// "-" is standard input. Memory is a few chunks, whatever the size. Where a
// file breaks off, what came before is handed on all the same.
Status ReadChunks(const std::string& path, size_t threads,
                  const ChunkSinks& sinks);

// The begin of the file, unpacked, up to `bytes`; empty for "-".
std::string Peek(const std::string& path, size_t bytes);

}  // namespace iec

#endif  // IEC_LIB_FLEET_CHUNKS_H_
