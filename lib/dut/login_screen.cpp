// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/login_screen.h"

#include <algorithm>
#include <string_view>

#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

// A prompt that comes in two pieces is read in one; MOTD scripts print in
// bursts.
constexpr milliseconds kSettle{60};
constexpr milliseconds kShellSilence{250};
// A shell of which nothing tells that it is one. Longer than any delay of PAM
// that we know, on a slow machine too: typed into that delay, a command would
// become a user name.
constexpr milliseconds kLongSilence{40'000};

}  // namespace

std::string LoginScreen::Line() const { return CurrentLine(pty_.unread()); }

bool LoginScreen::IsPrompt() const {
  const std::string line(Trim(Line()));
  if (line.empty()) return false;
  // A shell has the terminal, however its prompt may read.
  if (pty_.input() == Pty::Input::kKeys || pty_.ForegroundChanged()) {
    return false;
  }
  if (pty_.input() == Pty::Input::kSecret) return true;
  return (line.ends_with(':') || line.ends_with('?')) &&
         ClassifyPrompt(line, user_) != PromptKind::kOther;
}

// What login says before it asks for the next name, 3 s later or more.
bool LoginScreen::IsRefusal() const {
  return Lower(pty_.unread()).find("login incorrect") != std::string::npos;
}

bool LoginScreen::LooksLikeAShell() const {
  if (pty_.input() == Pty::Input::kKeys || pty_.ForegroundChanged()) {
    return true;
  }
  const std::string line(Trim(Line()));
  return !line.empty() &&
         std::string_view("$#>%").find(line.back()) != std::string_view::npos;
}

bool LoginScreen::Settled(milliseconds silence) {
  return pty_.WaitForSilence(silence, std::max(silence, deadline_.Left()));
}

LoginScreen::Seen LoginScreen::Look(bool secret_asked) {
  while (!deadline_.Over()) {
    const Pty::Wait wait = pty_.WaitUntil(
        [this](std::string_view) {
          return IsPrompt() || IsRefusal() || LooksLikeAShell();
        },
        std::min(deadline_.Left(), kLongSilence));
    if (wait == Pty::Wait::kEnded) return Seen::kEnd;
    if (wait == Pty::Wait::kTimedOut) {
      // Nothing recognised in all that time; only a silent session is one.
      if (secret_asked && Settled(kSettle) && !deadline_.Over()) {
        return Seen::kShell;
      }
      continue;
    }
    if (IsRefusal()) return Seen::kRefusal;
    if (IsPrompt() && Settled(kSettle) && IsPrompt()) return Seen::kPrompt;
    if (LooksLikeAShell() && Settled(kShellSilence) && LooksLikeAShell()) {
      return pty_.WaitForExit(milliseconds(0)) ? Seen::kEnd : Seen::kShell;
    }
  }
  return Seen::kNothing;
}

}  // namespace iec
