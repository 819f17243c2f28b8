// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/secret_dialogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "lib/base/text.h"
#include "lib/dut/login_session.h"
#include "lib/dut/pty.h"
#include "lib/dut/ssh_session.h"
#include "lib/dut/user_traces.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSettle{120};
// Between two keys: time for a program that shows each for a moment.
constexpr milliseconds kKey{4};
constexpr milliseconds kKeys{150};
// A getty may wait for a key first.
constexpr milliseconds kUntouched{4'000};

// What stands in place of what differs from user to user and is no hint.
std::string Neutral(std::string_view said, const std::string& user,
                    const std::vector<TypedSecret>& secrets) {
  Redactor redactor;
  for (const TypedSecret& typed : secrets) redactor.Add(typed.secret);
  std::string text = redactor.Apply(PlainText(said));
  for (size_t at = 0;
       !user.empty() && (at = text.find(user, at)) != std::string::npos;) {
    text.replace(at, user.size(), "NAME");
    at += 4;
  }
  return std::string(Trim(text));
}

// How many characters of `secret` are in `shown` in their order.
size_t InOrder(std::string_view secret, std::string_view shown) {
  std::vector<size_t> row(secret.size() + 1, 0);
  for (const char c : shown) {
    size_t diagonal = 0;
    for (size_t i = 1; i <= secret.size(); ++i) {
      const size_t above = row[i];
      row[i] = secret[i - 1] == c ? diagonal + 1 : std::max(above, row[i - 1]);
      diagonal = above;
    }
  }
  return row[secret.size()];
}

bool IsNumber(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

class Terminal {
 public:
  Terminal(const TerminalDialogue& dialogue, Pty pty)
      : dialogue_(dialogue),
        deadline_(dialogue.timeout),
        pty_(std::move(pty)) {}

  Result<SecretDialogue> Hold();

 private:
  enum class Seen { kQuestion, kOver, kNothing };
  Seen Look();
  PromptKind Asked() const {
    return ClassifyPrompt(CurrentLine(pty_.unread()), dialogue_.user);
  }
  bool Asks() const;
  bool IsShell() const {
    return name_given_ && !Asks() && pty_.ForegroundChanged();
  }
  Status Type(PromptKind kind);
  void Heard(std::string_view said);

  const TerminalDialogue& dialogue_;
  Deadline deadline_;
  Pty pty_;
  bool name_given_ = false;
  std::map<PromptKind, int> times_;
  std::string said_;
  SecretDialogue result_;
};

// Where the keys are not shown a question need not be understood, and where it
// is understood they may be shown.
bool Terminal::Asks() const {
  const std::string line(Trim(CurrentLine(pty_.unread())));
  if (line.empty() || line == dialogue_.user) return false;
  const PromptKind kind = ClassifyPrompt(line, dialogue_.user);
  return pty_.input() == Pty::Input::kSecret ||
         ((line.ends_with(':') || line.ends_with('?')) &&
          kind != PromptKind::kOther);
}

Terminal::Seen Terminal::Look() {
  while (!deadline_.Over()) {
    const bool first = dialogue_.getty && !name_given_;
    const auto wait = pty_.WaitUntil(
        [this](std::string_view) { return Asks() || IsShell(); },
        first ? std::min(kUntouched, deadline_.Left()) : deadline_.Left());
    if (wait == Pty::Wait::kEnded) return Seen::kOver;
    if (wait == Pty::Wait::kTimedOut) {
      if (!first) return Seen::kNothing;
      if (!pty_.Send("\r").ok()) return Seen::kOver;
      continue;
    }
    pty_.WaitForSilence(kSettle, std::max(kSettle, deadline_.Left()));
    if (IsShell()) return Seen::kOver;
    if (Asks()) return Seen::kQuestion;
  }
  return Seen::kNothing;
}

void Terminal::Heard(std::string_view said) {
  if (!result_.secrets.empty()) result_.secrets.back().after += said;
  if (name_given_) said_ += said;
}

Status Terminal::Type(PromptKind kind) {
  TypedSecret typed;
  typed.kind = kind;
  typed.prompt = std::string(Trim(CurrentLine(pty_.unread())));
  IEC_ASSIGN_OR_RETURN(typed.secret, dialogue_.answer(kind, ++times_[kind]));
  Heard(pty_.unread());
  pty_.TakeAll();
  for (const char key : typed.secret) {
    IEC_RETURN_IF_ERROR(pty_.Send(std::string_view(&key, 1)));
    pty_.WaitForSilence(kKey, kKeys);
  }
  pty_.WaitForSilence(kKeys, 4 * kKeys);
  typed.while_typed = pty_.unread();
  pty_.TakeAll();
  result_.secrets.push_back(std::move(typed));
  return pty_.Send("\n");
}

Result<SecretDialogue> Terminal::Hold() {
  while (result_.secrets.size() <= dialogue_.most_secrets) {
    const Seen seen = Look();
    if (seen == Seen::kNothing) {
      return Error{fmt::format(
          "{} did not go on in time, but said: {}", dialogue_.command.argv[0],
          Printable(Neutral(pty_.unread(), dialogue_.user, result_.secrets)))};
    }
    const PromptKind kind = Asked();
    if (seen == Seen::kOver || (kind == PromptKind::kLogin && name_given_) ||
        result_.secrets.size() == dialogue_.most_secrets) {
      Heard(pty_.unread());
      break;
    }
    if (kind == PromptKind::kLogin) {
      name_given_ = true;
      pty_.TakeAll();
      IEC_RETURN_IF_ERROR(pty_.Send(dialogue_.user + "\n"));
      continue;
    }
    name_given_ = true;
    IEC_RETURN_IF_ERROR(Type(kind));
  }
  const std::string terminal = pty_.terminal();
  pty_.Close();
  CloseLoginRecordOn(terminal);
  result_.said = Neutral(said_, dialogue_.user, result_.secrets);
  if (!name_given_) {
    return Error{fmt::format("{} asks for no secret, but says: {}",
                             dialogue_.command.argv[0],
                             Printable(result_.said))};
  }
  return std::move(result_);
}

class OverSsh {
 public:
  explicit OverSsh(const SecretAnswer& answer) : answer_(answer) {}

  Result<std::vector<std::string>> Respond(const SshQuestions& questions);
  void Heard(const std::string& said);
  SecretDialogue Take(const std::string& user) {
    result_.said = Neutral(said_, user, result_.secrets);
    return std::move(result_);
  }
  Status Add(PromptKind kind, const std::string& prompt, bool to_be_shown);
  const std::string& last() const { return result_.secrets.back().secret; }

 private:
  const SecretAnswer& answer_;
  std::map<PromptKind, int> times_;
  std::string said_;
  SecretDialogue result_;
};

void OverSsh::Heard(const std::string& said) {
  if (said.empty()) return;
  for (TypedSecret& typed : result_.secrets) typed.after += said + "\n";
  said_ += said + "\n";
}

Status OverSsh::Add(PromptKind kind, const std::string& prompt,
                    bool to_be_shown) {
  TypedSecret typed;
  typed.kind = kind;
  typed.prompt = std::string(Trim(PlainText(prompt)));
  typed.to_be_shown = to_be_shown;
  IEC_ASSIGN_OR_RETURN(typed.secret, answer_(kind, ++times_[kind]));
  result_.secrets.push_back(std::move(typed));
  return {};
}

Result<std::vector<std::string>> OverSsh::Respond(
    const SshQuestions& questions) {
  Heard(questions.name);
  Heard(questions.instruction);
  std::vector<std::string> answers;
  for (const SshQuestions::Prompt& prompt : questions.prompts) {
    Heard(prompt.text);
    IEC_RETURN_IF_ERROR(
        Add(ClassifyPrompt(prompt.text, ""), prompt.text, prompt.echo));
    answers.push_back(last());
  }
  return answers;
}

std::string Describe(const SshAuthentication& answer) {
  switch (answer.answer) {
    case SshAuthentication::Answer::kGranted:
      return "granted";
    case SshAuthentication::Answer::kPartial:
      return "more wanted: " + Join(answer.methods, ",");
    case SshAuthentication::Answer::kDenied:
      return "denied: " + Join(answer.methods, ",");
    case SshAuthentication::Answer::kClosed:
      break;
  }
  return "closed: " + answer.reason;
}

}  // namespace

std::string GivenAway(std::string_view secret, std::string_view shown) {
  if (secret.empty()) return "";
  const std::string text = PlainText(shown);
  if (text.find(secret) != std::string::npos) return "all of it";
  // Three digits of a code may stand for anything.
  const size_t part = IsNumber(secret) ? 4 : 3;
  for (size_t at = 0; at + part <= secret.size(); ++at) {
    if (text.find(secret.substr(at, part)) != std::string::npos) {
      return "a part of it";
    }
  }
  return "";
}

std::string GivenAwayByKeys(std::string_view secret, std::string_view shown) {
  std::string what = GivenAway(secret, shown);
  // Each shown for a moment and then covered, say.
  if (what.empty() && secret.size() > 3 &&
      InOrder(secret, PlainText(shown)) * 2 > secret.size()) {
    what = "its characters one by one";
  }
  return what;
}

Result<SecretDialogue> HoldDialogue(const TerminalDialogue& dialogue) {
  IEC_ASSIGN_OR_RETURN(Pty pty, Pty::Start(dialogue.command));
  return Terminal(dialogue, std::move(pty)).Hold();
}

Result<SecretDialogue> HoldSshDialogue(const LoginPath& path,
                                       const std::string& user,
                                       const SecretAnswer& answer) {
  SshTarget target;
  target.address = path.address;
  target.port = path.port;
  target.user = user;
  target.pinned_host_key = path.host_key;
  IEC_ASSIGN_OR_RETURN(SshSession session, SshSession::Connect(target));
  IEC_ASSIGN_OR_RETURN(const auto offered, session.AuthenticateByNothing());
  OverSsh dialogue(answer);
  dialogue.Heard(Describe(offered));
  const std::string before = session.banner();
  SshAuthentication result;
  if (path.method == "password") {
    IEC_RETURN_IF_ERROR(dialogue.Add(PromptKind::kPassword, "(password)",
                                     /*to_be_shown=*/false));
    IEC_ASSIGN_OR_RETURN(result,
                         session.AuthenticateByPassword(dialogue.last()));
  } else {
    IEC_ASSIGN_OR_RETURN(result,
                         session.AuthenticateInteractively(
                             [&dialogue](const SshQuestions& questions) {
                               return dialogue.Respond(questions);
                             }));
  }
  if (session.banner().size() > before.size()) {
    dialogue.Heard(session.banner().substr(before.size()));
  }
  dialogue.Heard(Describe(result));
  return dialogue.Take(user);
}

}  // namespace iec
