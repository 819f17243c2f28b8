// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/message.h"

#include <cstdint>
#include <cstring>
#include <mutex>

#include "lib/base/file.h"

namespace iec {
namespace {

constexpr uint32_t kMaxFrame = 1u << 20;
constexpr size_t kHeader = 1 + sizeof(uint32_t);  // type, bytes that follow

int sink_fd = -1;

void AppendNumber(std::string& out, uint32_t number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof bytes);
}

// Takes a number off the front; nothing if too few bytes are left.
std::optional<uint32_t> TakeNumber(std::string_view& bytes) {
  uint32_t number = 0;
  if (bytes.size() < sizeof number) return std::nullopt;
  std::memcpy(&number, bytes.data(), sizeof number);
  bytes.remove_prefix(sizeof number);
  return number;
}

bool IsKnown(char type) {
  constexpr std::string_view kTypes = "cmnofu";
  return kTypes.find(type) != std::string_view::npos;
}

}  // namespace

std::string EncodeMessage(const Message& message) {
  std::string body;
  for (const std::string& field : message.fields) {
    // One long text must not make the frame too large for its reader.
    const size_t length = std::min<size_t>(field.size(), kMaxFrame / 16);
    AppendNumber(body, static_cast<uint32_t>(length));
    body.append(field, 0, length);
  }
  std::string frame(1, static_cast<char>(message.type));
  AppendNumber(frame, static_cast<uint32_t>(body.size()));
  return frame + body;
}

void MessageDecoder::Feed(std::string_view bytes) {
  if (!broken_) buffer_.append(bytes);
}

std::optional<Message> MessageDecoder::Next() {
  if (broken_ || buffer_.size() < kHeader) return std::nullopt;
  std::string_view rest = std::string_view(buffer_).substr(1);
  const uint32_t length = *TakeNumber(rest);
  if (!IsKnown(buffer_[0]) || length > kMaxFrame) {
    broken_ = true;
    return std::nullopt;
  }
  if (rest.size() < length) return std::nullopt;
  rest = rest.substr(0, length);
  Message message{static_cast<Message::Type>(buffer_[0]), {}};
  while (!rest.empty()) {
    const auto size = TakeNumber(rest);
    if (!size || *size > rest.size()) {
      broken_ = true;
      return std::nullopt;
    }
    message.fields.emplace_back(rest.substr(0, *size));
    rest.remove_prefix(*size);
  }
  buffer_.erase(0, kHeader + length);
  return message;
}

void SetMessageSink(int fd) { sink_fd = fd; }

void SendMessage(const Message& message) {
  static std::mutex one_frame_at_a_time;
  const std::scoped_lock lock(one_frame_at_a_time);
  if (sink_fd < 0) return;
  // A parent that is gone has killed us already; there is nobody to tell.
  static_cast<void>(WriteAll(sink_fd, EncodeMessage(message)));
}

}  // namespace iec
