// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <libssh/libssh.h>

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/text.h"
#include "lib/dut/ssh_session.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// libssh waits for one of the two streams; how often we look at the other.
constexpr milliseconds kLook{50};

Error Failure(ssh_session session, std::string_view doing) {
  return Error{fmt::format("SSH: {}: {}", doing,
                           Printable(ssh_get_error(session), 300))};
}

// Takes what libssh has of one stream. False at an error.
bool Drain(ssh_channel channel, bool is_stderr, size_t limit, std::string& text,
           bool& truncated) {
  std::array<char, 16384> buffer{};
  for (;;) {
    const int count = ssh_channel_read_nonblocking(
        channel, buffer.data(), buffer.size(), is_stderr ? 1 : 0);
    if (count == SSH_ERROR) return false;
    if (count <= 0) return true;  // nothing now, or the end
    const size_t room = limit - std::min(limit, text.size());
    const auto got = static_cast<size_t>(count);
    text.append(buffer.data(), std::min(room, got));
    if (got > room) truncated = true;
    // A command that floods us must not keep us from looking at the clock.
    if (truncated) return true;
  }
}

}  // namespace

SshChannel::SshChannel(std::shared_ptr<ssh_session_struct> session,
                       ssh_channel_struct* channel)
    : session_(std::move(session)), channel_(channel) {}

SshChannel::SshChannel(SshChannel&& other) noexcept
    : session_(std::move(other.session_)),
      channel_(std::exchange(other.channel_, nullptr)) {}

SshChannel& SshChannel::operator=(SshChannel&& other) noexcept {
  if (this == &other) return *this;
  Free();
  session_ = std::move(other.session_);
  channel_ = std::exchange(other.channel_, nullptr);
  return *this;
}

SshChannel::~SshChannel() { Free(); }

void SshChannel::Free() {
  if (channel_ != nullptr) ssh_channel_free(channel_);
  channel_ = nullptr;
}

Result<bool> SshChannel::Requested(int code, std::string_view what) {
  if (code == SSH_OK) return true;
  if (code == SSH_AGAIN) {
    return Error{fmt::format("SSH: {}: no answer in time", what)};
  }
  if (ssh_get_error_code(session_.get()) == SSH_REQUEST_DENIED) return false;
  return Failure(session_.get(), what);
}

Result<bool> SshChannel::RequestTerminal(int columns, int rows) {
  return Requested(
      ssh_channel_request_pty_size(channel_, "dumb", columns, rows),
      "asking for a terminal");
}

Result<bool> SshChannel::StartShell() {
  return Requested(ssh_channel_request_shell(channel_), "starting a shell");
}

Result<bool> SshChannel::StartCommand(const std::string& command) {
  return Requested(ssh_channel_request_exec(channel_, command.c_str()),
                   "starting a command");
}

Result<bool> SshChannel::StartSubsystem(const std::string& name) {
  return Requested(ssh_channel_request_subsystem(channel_, name.c_str()),
                   "starting a subsystem");
}

Status SshChannel::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const size_t piece = std::min<size_t>(bytes.size(), 16384);
    const int count =
        ssh_channel_write(channel_, bytes.data(), static_cast<uint32_t>(piece));
    if (count <= 0) return Failure(session_.get(), "writing to a channel");
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return {};
}

Result<std::string> SshChannel::Read(milliseconds timeout) {
  std::array<char, 16384> buffer{};
  const int ready =
      ssh_channel_poll_timeout(channel_, static_cast<int>(timeout.count()), 0);
  if (ready == SSH_ERROR) return Failure(session_.get(), "reading a channel");
  if (ready <= 0) return std::string();
  const int count =
      ssh_channel_read_nonblocking(channel_, buffer.data(), buffer.size(), 0);
  if (count == SSH_EOF) return std::string();
  if (count < 0) return Failure(session_.get(), "reading a channel");
  return std::string(buffer.data(), static_cast<size_t>(count));
}

bool SshChannel::ended() const {
  // libssh calls a channel open while there is something unread on stderr.
  return ssh_channel_is_eof(channel_) != 0 ||
         ssh_channel_is_closed(channel_) != 0 ||
         ssh_channel_poll(channel_, 0) == SSH_EOF;
}

Result<Outcome> SshChannel::Collect(milliseconds timeout, size_t output_limit) {
  const auto deadline = Clock::now() + timeout;
  Outcome outcome;
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) {
      outcome.timed_out = true;
      return outcome;
    }
    const int ready = ssh_channel_poll_timeout(
        channel_, static_cast<int>(std::min(left, kLook).count()), 0);
    if (ready == SSH_ERROR ||
        !Drain(channel_, false, output_limit, outcome.out, outcome.truncated) ||
        !Drain(channel_, true, output_limit, outcome.err, outcome.truncated)) {
      return Failure(session_.get(), "reading what a command says");
    }
    if (ended() && ssh_channel_poll(channel_, 0) <= 0 &&
        ssh_channel_poll(channel_, 1) <= 0) {
      break;
    }
  }
  ssh_channel_send_eof(channel_);
  outcome.exit_status = ssh_channel_get_exit_status(channel_);
  return outcome;
}

}  // namespace iec
