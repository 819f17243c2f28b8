// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/before_secret.h"

#include <algorithm>

#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/pty.h"
#include "lib/dut/ssh_session.h"
#include "lib/dut/user_traces.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSettle{150};
// A getty may wait for a key first.
constexpr milliseconds kUntouched{4'000};
constexpr milliseconds kNamePrompt{15'000};
constexpr milliseconds kSecretPrompt{30'000};

bool AsksForName(std::string_view output) {
  return ClassifyPrompt(CurrentLine(output), "") == PromptKind::kLogin;
}

bool AsksForSecret(const Pty& pty, const std::string& user) {
  const std::string line(Trim(CurrentLine(pty.unread())));
  if (line.empty() || line == user) return false;
  if (pty.input() == Pty::Input::kSecret) return true;
  const PromptKind kind = ClassifyPrompt(line, user);
  return line.ends_with(':') && kind != PromptKind::kOther &&
         kind != PromptKind::kLogin;
}

// Behind the sequence that cleared the screen last; 0 where none did.
size_t ScreenStart(std::string_view output) {
  size_t from = 0;
  for (const std::string_view clearing :
       {"\x1b[2J", "\x1b[3J", "\x1b[J", "\x1b[0J", "\x1b\x63"}) {
    const size_t at = output.rfind(clearing);
    if (at != std::string_view::npos) {
      from = std::max(from, at + clearing.size());
    }
  }
  return from;
}

// Without the line that the cursor is in.
std::string CompleteLines(std::string_view output) {
  std::string text = VisibleText(output);
  text.resize(text.rfind('\n') + 1);  // 0 where there is none
  return text;
}

}  // namespace

std::string VisibleText(std::string_view output) {
  return PlainText(output.substr(ScreenStart(output)));
}

Result<std::string> ShownAtConsole(const Getty& getty,
                                   const std::string& user) {
  Command command;
  command.argv = getty.argv;
  IEC_ASSIGN_OR_RETURN(Pty pty, Pty::Start(command));
  const std::string terminal = pty.terminal();
  auto wait = pty.WaitUntil(&AsksForName, kUntouched);
  if (wait == Pty::Wait::kTimedOut) {
    IEC_RETURN_IF_ERROR(pty.Send("\r"));
    wait = pty.WaitUntil(&AsksForName, kNamePrompt);
  }
  pty.WaitForSilence(kSettle, kNamePrompt);
  std::string shown = CompleteLines(pty.transcript());
  if (wait == Pty::Wait::kHeld) {
    pty.TakeAll();
    IEC_RETURN_IF_ERROR(pty.Send(user + "\n"));
    const auto secret = pty.WaitUntil(
        [&](std::string_view) { return AsksForSecret(pty, user); },
        kSecretPrompt);
    pty.WaitForSilence(kSettle, kSecretPrompt);
    // Behind the name, which is echoed.
    std::string_view more = pty.unread();
    more.remove_prefix(std::min(more.find('\n'), more.size()));
    if (secret == Pty::Wait::kHeld && !more.empty()) {
      if (ScreenStart(more) > 0) shown.clear();
      shown += CompleteLines(more.substr(1));
    }
  } else if (const size_t at = Lower(shown).rfind("login:");
             at != std::string::npos) {
    shown.resize(at);  // it logs somebody in by itself
  } else {
    return Error{"it asks for no name, but says: " + Printable(shown)};
  }
  pty.Close();
  CloseLoginRecordOn(terminal);
  return shown;
}

Result<ShownOverSsh> ShownBySsh(const HumanInterface& interface,
                                const std::string& user,
                                const std::string& method) {
  SshTarget target;
  target.address = interface.address;
  target.port = interface.port;
  target.user = user;
  IEC_ASSIGN_OR_RETURN(SshSession session, SshSession::Connect(target));
  ShownOverSsh shown;
  if (method == "none") {
    IEC_ASSIGN_OR_RETURN(const auto answer, session.AuthenticateByNothing());
    shown.methods = answer.methods;
    shown.text = VisibleText(session.banner());
    return shown;
  }
  std::string asked;
  const auto answer = session.AuthenticateInteractively(
      [&](const SshQuestions& questions) -> Result<std::vector<std::string>> {
        asked += questions.name + '\n' + questions.instruction + '\n';
        if (questions.prompts.empty()) return std::vector<std::string>();
        // Most of what stands before a prompt is part of its text.
        asked += CompleteLines(questions.prompts.front().text);
        return Error{"enough"};
      });
  if (asked.empty() && !answer.ok()) return answer.error();
  shown.text = VisibleText(session.banner()) + '\n' + VisibleText(asked);
  return shown;
}

namespace {

// The colours of letters and of what is behind them; empty: the terminal's.
struct Colours {
  std::string letters;
  std::string ground;
  bool concealed = false;

  bool Hide() const {
    return concealed || (!letters.empty() && letters == ground);
  }
  // The numbers of one "select graphic rendition".
  void Set(const std::vector<std::string>& words) {
    for (size_t i = 0; i < words.size(); ++i) {
      const int64_t code = ParseInteger(words[i]).value_or(0);
      if (code == 0) *this = Colours();
      if (code == 8 || code == 28) concealed = code == 8;
      if (code == 39) letters.clear();
      if (code == 49) ground.clear();
      for (const int bright : {0, 60}) {
        const int64_t colour = code - bright - 30;
        if (colour >= 0 && colour < 8)
          letters = std::to_string(colour + bright);
        if (colour >= 10 && colour < 18) {
          ground = std::to_string(colour - 10 + bright);
        }
      }
      if (code != 38 && code != 48) continue;
      // "5;N" or "2;RED;GREEN;BLUE"
      const bool mixed = i + 1 < words.size() && words[i + 1] == "2";
      std::string& colour = code == 38 ? letters : ground;
      colour = "x";
      for (int left = mixed ? 4 : 2; left > 0 && i + 1 < words.size(); --left) {
        colour += words[++i] + ";";
      }
    }
  }
};

}  // namespace

bool IsConcealed(std::string_view text) {
  Colours colours;
  bool written = false;   // something in this line
  bool returned = false;  // the cursor is before it again
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n') written = returned = false;
    if (text[at] == '\r') returned = written;
    if (text[at] != '\x1b') {
      if (text[at] <= ' ') continue;
      if (colours.Hide()) return true;
      written = true;
      continue;
    }
    if (at + 1 >= text.size() || text[at + 1] != '[') continue;
    const size_t begin = at + 2;
    const size_t end = text.find_first_not_of("0123456789;", begin);
    if (end == std::string_view::npos) break;
    const std::string_view numbers = text.substr(begin, end - begin);
    if (text[end] == 'm') colours.Set(Split(numbers, ';'));
    // What follows is written over, or erased.
    if (text[end] == 'A' || text[end] == 'F') written = returned = true;
    if (text[end] == 'K' && written &&
        (returned || numbers == "1" || numbers == "2")) {
      return true;
    }
    at = end;
  }
  return false;
}

}  // namespace iec
