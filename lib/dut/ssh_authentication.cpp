// SPDX-License-Identifier: Apache-2.0
// How a session logs in.
#include <fmt/format.h>
#include <libssh/libssh.h>
#include <poll.h>

#include <algorithm>
#include <utility>

#include "lib/dut/ssh_session.h"
#include "lib/dut/ssh_text.h"

namespace iec {
namespace {

using Answer = SshAuthentication::Answer;
using std::chrono::milliseconds;

// A server that never stops asking must not hold a test.
constexpr int kMostRounds = 20;
constexpr milliseconds kLook{50};
constexpr size_t kLongestBanner = 65536;

// A blocking authentication of libssh 0.10 does not notice that the server has
// ended the connection and sits its time limit out. So the call is repeated
// without blocking, and we look.
template <typename Call>
int Authenticate(ssh_session session, milliseconds timeout, Call call) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  int code = SSH_AUTH_AGAIN;
  ssh_set_blocking(session, 0);
  for (;;) {
    code = call();
    if (code != SSH_AUTH_AGAIN) break;
    if (ssh_is_connected(session) == 0) {
      code = SSH_AUTH_ERROR;
      break;
    }
    if (std::chrono::steady_clock::now() >= deadline) break;
    pollfd polled{ssh_get_fd(session), POLLIN, 0};
    poll(&polled, 1, static_cast<int>(kLook.count()));
  }
  ssh_set_blocking(session, 1);
  return code;
}

// libssh tells this apart from other failures by its message only.
bool IsClosedByServer(std::string_view message) {
  for (const std::string_view sign :
       {"SSH_MSG_DISCONNECT", "Socket error: disconnected",
        "Connection reset by peer", "Broken pipe"}) {
    if (message.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

// libssh keeps the last banner only.
void SshSession::LearnBanner() {
  char* text = ssh_get_issue_banner(session_.get());
  if (text == nullptr) return;
  if (last_banner_ != text && banner_.size() < kLongestBanner) {
    last_banner_ = text;
    banner_ += last_banner_;
  }
  ssh_string_free_char(text);
}

std::vector<std::string> SshSession::Methods() const {
  const int offered = ssh_userauth_list(session_.get(), nullptr);
  const std::pair<unsigned, const char*> known[] = {
      {SSH_AUTH_METHOD_PUBLICKEY, "publickey"},
      {SSH_AUTH_METHOD_PASSWORD, "password"},
      {SSH_AUTH_METHOD_INTERACTIVE, "keyboard-interactive"},
      {SSH_AUTH_METHOD_HOSTBASED, "hostbased"},
      {SSH_AUTH_METHOD_GSSAPI_MIC, "gssapi-with-mic"},
  };
  std::vector<std::string> methods;
  for (const auto& [bit, name] : known) {
    if ((static_cast<unsigned>(offered) & bit) != 0) methods.push_back(name);
  }
  return methods;
}

Result<SshAuthentication> SshSession::Answered(int code) {
  LearnBanner();
  SshAuthentication answered;
  answered.methods = Methods();
  switch (code) {
    case SSH_AUTH_SUCCESS:
      answered.answer = Answer::kGranted;
      return answered;
    case SSH_AUTH_PARTIAL:
      answered.answer = Answer::kPartial;
      return answered;
    case SSH_AUTH_DENIED:
      answered.answer = Answer::kDenied;
      return answered;
    case SSH_AUTH_AGAIN:
      return Error{fmt::format(
          "SSH to {} port {}: no answer to an authentication within {} ms",
          target_.address, target_.port, target_.timeout.count())};
    default:
      break;
  }
  const std::string error = Text(ssh_get_error(session_.get()));
  if (!IsClosedByServer(error)) return Failure("authentication");
  answered.answer = Answer::kClosed;
  answered.methods.clear();
  answered.reason = error;
  return answered;
}

Result<SshAuthentication> SshSession::AuthenticateByNothing() {
  ssh_session session = session_.get();
  return Answered(Authenticate(session, target_.timeout, [&] {
    return ssh_userauth_none(session, nullptr);
  }));
}

Result<SshAuthentication> SshSession::AuthenticateByPassword(
    const std::string& password) {
  ssh_session session = session_.get();
  return Answered(Authenticate(session, target_.timeout, [&] {
    return ssh_userauth_password(session, nullptr, password.c_str());
  }));
}

Result<SshAuthentication> SshSession::AuthenticateByKey(const SshKey& key) {
  ssh_session session = session_.get();
  return Answered(Authenticate(session, target_.timeout, [&] {
    return ssh_userauth_publickey(session, nullptr, key.get());
  }));
}

Result<SshAuthentication> SshSession::AuthenticateInteractively(
    const SshResponder& responder) {
  ssh_session session = session_.get();
  const auto exchange = [&] {
    return Authenticate(session, target_.timeout, [&] {
      return ssh_userauth_kbdint(session, nullptr, nullptr);
    });
  };
  int code = exchange();
  for (int round = 0; code == SSH_AUTH_INFO; ++round) {
    LearnBanner();
    if (round == kMostRounds) {
      return Error{fmt::format(
          "SSH to {} port {}: the server asked more than {} times in one "
          "authentication",
          target_.address, target_.port, kMostRounds)};
    }
    SshQuestions questions;
    questions.name = Text(ssh_userauth_kbdint_getname(session));
    questions.instruction = Text(ssh_userauth_kbdint_getinstruction(session));
    const int count = ssh_userauth_kbdint_getnprompts(session);
    for (unsigned i = 0; i < static_cast<unsigned>(std::max(count, 0)); ++i) {
      char echo = 0;
      const char* text = ssh_userauth_kbdint_getprompt(session, i, &echo);
      questions.prompts.push_back({Text(text), echo != 0});
    }
    IEC_ASSIGN_OR_RETURN(auto answers, responder(questions));
    answers.resize(questions.prompts.size());
    for (unsigned i = 0; i < answers.size(); ++i) {
      if (ssh_userauth_kbdint_setanswer(session, i, answers[i].c_str()) < 0) {
        return Failure("answering a question");
      }
    }
    code = exchange();
  }
  return Answered(code);
}

}  // namespace iec
