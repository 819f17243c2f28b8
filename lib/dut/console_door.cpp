// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/console_door.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/pty.h"
#include "lib/dut/user_traces.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSettle{200};
// A getty may wait for a key first.
constexpr milliseconds kUntouched{3'000};
// A name is answered by the start of another program.
constexpr milliseconds kAnswer{15'000};
constexpr int kSteps = 4;

bool AsksForName(std::string_view output) {
  return ClassifyPrompt(CurrentLine(output), "") == PromptKind::kLogin;
}

// What sulogin says where root is locked: any answer opens, or it ends.
bool WantsEnter(std::string_view text) {
  return Lower(text).find("press enter") != std::string::npos;
}

bool AsksForSecret(const Pty& pty) {
  const std::string line(Trim(CurrentLine(pty.unread())));
  if (line.empty() || WantsEnter(pty.unread())) return false;
  if (pty.input() == Pty::Input::kSecret) return true;
  const PromptKind kind = ClassifyPrompt(line, "");
  return line.ends_with(':') && kind != PromptKind::kOther &&
         kind != PromptKind::kLogin;
}

// What it says, without what we typed.
std::string SaidBy(const Pty& pty, const std::string& typed) {
  std::string said = PlainText(pty.unread());
  if (const size_t at = said.find(typed);
      !typed.empty() && at != std::string::npos) {
    said.erase(at, typed.size());
  }
  return std::string(Trim(said));
}

// `insists`: gives the name wherever something is wanted.
Result<Door> Converse(Pty& pty, const std::string& name, bool insists) {
  const std::string mark = Hex(RandomBytes(4));
  // The quotes make what the terminal echoes differ from what is printed.
  const std::string command = fmt::format("echo be\"\"gin-{}", mark);
  const std::string begin = "begin-" + mark;
  std::string typed;
  std::vector<std::string> said;
  bool named = false;
  bool told = false;  // a line that was no name
  const auto door = [&said](Door::Kind kind) {
    return Door{kind, said.empty() ? "" : Printable(said.back(), 120)};
  };
  for (int step = 0; step < kSteps; ++step) {
    const auto wait = pty.WaitUntil(
        [&](std::string_view text) {
          return AsksForSecret(pty) || AsksForName(text) ||
                 pty.input() == Pty::Input::kSecret ||
                 text.find(begin) != std::string_view::npos;
        },
        step == 0 ? kUntouched : kAnswer);
    pty.WaitForSilence(kSettle, kUntouched);
    std::string text = SaidBy(pty, typed);
    if (text.find(begin) != std::string::npos) {
      (void)pty.Send("exit\n");
      pty.WaitForExit(kUntouched);
      return Door{Door::Kind::kOpens, "a command line was carried out"};
    }
    if (!text.empty()) said.push_back(std::move(text));
    if (wait == Pty::Wait::kEnded || pty.WaitForExit(milliseconds(0))) {
      // Whoever takes a line and ends may have done what the line said.
      const bool locked = said.size() == 1 && WantsEnter(said.front());
      return door(told && !locked ? Door::Kind::kGoesOn : Door::Kind::kCloses);
    }
    if (AsksForSecret(pty)) return door(Door::Kind::kAsks);
    const bool asks_name = AsksForName(pty.unread());
    // Asked anew without a word about a secret: that name was refused.
    if (asks_name && named) return door(Door::Kind::kCloses);
    const bool gives_name = (asks_name || insists) && !name.empty();
    typed = gives_name ? name : command;
    named = named || asks_name;
    told = told || !gives_name;
    pty.TakeAll();
    IEC_RETURN_IF_ERROR(pty.Send(typed + "\n"));
  }
  return door(said.empty() ? Door::Kind::kSilent : Door::Kind::kGoesOn);
}

Result<Door> TryOnce(const std::vector<std::string>& argv,
                     const std::string& name, bool insists) {
  Command command;
  command.argv = argv;
  IEC_ASSIGN_OR_RETURN(Pty pty, Pty::Start(command));
  const std::string terminal = pty.terminal();
  auto door = Converse(pty, name, insists);
  pty.Close();
  CloseLoginRecordOn(terminal);
  return door;
}

}  // namespace

std::string_view Name(Door::Kind kind) {
  switch (kind) {
    case Door::Kind::kAsks:
      return "it asks for a secret";
    case Door::Kind::kCloses:
      return "it ends";
    case Door::Kind::kOpens:
      return "it opens without a secret";
    case Door::Kind::kGoesOn:
      return "it asks for no secret and goes on";
    case Door::Kind::kSilent:
      break;
  }
  return "it says nothing";
}

Result<Door> TryDoor(const std::vector<std::string>& argv,
                     const std::string& name) {
  auto door = TryOnce(argv, name, false);
  if (name.empty() || !door.ok() || door->kind != Door::Kind::kGoesOn) {
    return door;
  }
  // It may have asked for a name in words that nobody here knows.
  auto again = TryOnce(argv, name, true);
  return again.ok() && again->kind == Door::Kind::kAsks ? again : door;
}

bool IsShell(const std::string& program) {
  static constexpr std::string_view kShells[] = {
      "sh",     "bash",    "rbash", "dash", "ash",   "ksh",
      "mksh",   "zsh",     "fish",  "csh",  "tcsh",  "busybox",
      "python", "python3", "perl",  "lua",  "expect"};
  const auto named = [](const std::string& path) {
    const std::string name = path.substr(path.rfind('/') + 1);
    return std::any_of(std::begin(kShells), std::end(kShells),
                       [&](std::string_view shell) { return name == shell; });
  };
  if (named(program)) return true;
  struct stat info {};
  if (stat(program.c_str(), &info) != 0) return false;
  const auto listed = ReadFile("/etc/shells", 1u << 20);
  if (!listed.ok()) return false;
  const auto digest = Sha256HexOfFile(program);
  if (!digest.ok()) return false;
  for (const std::string& shell : Split(*listed, '\n')) {
    struct stat other {};
    if (!named(shell) || stat(shell.c_str(), &other) != 0 ||
        other.st_size != info.st_size) {
      continue;
    }
    if (other.st_dev == info.st_dev && other.st_ino == info.st_ino) return true;
    const auto same = Sha256HexOfFile(shell);
    if (same.ok() && *same == *digest) return true;
  }
  return false;
}

}  // namespace iec
