// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/clear_text_login.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

#include "lib/base/tcp.h"
#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

struct KnownPort {
  bool udp;
  uint16_t port;
  std::string_view name;
};
// What no server has to say first, or may say too late.
constexpr KnownPort kPorts[] = {
    {false, 21, "FTP"},    {false, 23, "telnet"},  {false, 107, "telnet"},
    {false, 512, "rexec"}, {false, 513, "rlogin"}, {false, 514, "rsh"},
    {true, 69, "TFTP"},
};
constexpr uint16_t kWebPorts[] = {80, 8000, 8008, 8080, 8081, 8888};

constexpr milliseconds kConnecting{2'000};
// A server that speaks first has done so.
constexpr milliseconds kGreeting{1'500};
constexpr size_t kEnough = 16 * 1024;

// For a file that nobody has; the server answers from a port of its own.
constexpr std::string_view kTftpRequest("\0\1iec-runner-none\0octet\0", 24);

bool IsWebPort(const Listener& listener) {
  return !listener.udp && std::find(std::begin(kWebPorts), std::end(kWebPorts),
                                    listener.port) != std::end(kWebPorts);
}

// IAC and then WILL, WONT, DO or DONT.
bool IsTelnet(std::string_view said) {
  return said.size() > 1 && said[0] == '\xff' && said[1] >= '\xfb' &&
         said[1] <= '\xfe';
}

std::string_view OfWebPage(std::string_view answer) {
  const std::string page = Lower(answer);
  if (page.find("www-authenticate: basic") != std::string::npos ||
      page.find("type=\"password\"") != std::string::npos ||
      page.find("type=password") != std::string::npos) {
    return "a web page that asks for a password";
  }
  return "";
}

}  // namespace

std::string_view QuestionFor(const Listener& listener, std::string_view said) {
  if (listener.udp) return kTftpRequest;
  // A server that insists on TLS refuses a name in the clear.
  if (said.starts_with("220")) return "USER iec-runner\r\n";
  if (said.empty() && IsWebPort(listener)) return "GET / HTTP/1.0\r\n\r\n";
  return "";
}

std::string_view ClearTextLogin(const Listener& listener, std::string_view said,
                                std::string_view answer) {
  if (listener.udp) {
    // DATA, ERROR or OACK
    if (answer.size() > 1 && answer[0] == '\0' &&
        (answer[1] == '\3' || answer[1] == '\5' || answer[1] == '\6')) {
      return "TFTP";
    }
  } else if (IsTelnet(said)) {
    return "telnet";
  } else if (said.starts_with("SSH-")) {
    return "";
  } else if (said.starts_with("220")) {
    for (const char* accepted : {"331", "332", "230"}) {
      if (answer.starts_with(accepted)) return "FTP";
    }
    return "";
  } else if (IsWebPort(listener)) {
    return OfWebPage(answer);
  } else if (const PromptKind kind = ClassifyPrompt(CurrentLine(said), "");
             kind == PromptKind::kLogin || kind == PromptKind::kPassword) {
    return "a login prompt";
  }
  const auto known = std::find_if(
      std::begin(kPorts), std::end(kPorts), [&](const KnownPort& port) {
        return port.udp == listener.udp && port.port == listener.port;
      });
  return known == std::end(kPorts) ? "" : known->name;
}

ClearTextProbe::ClearTextProbe(const std::vector<Listener>& listeners) {
  for (const Listener& listener : listeners) {
    Talk& talk = talks_.emplace_back();
    talk.listener = listener;
    if (!listener.udp) {
      auto fd = ConnectTcp(listener.ReachableAt(), listener.port, kConnecting);
      if (!fd.ok() && listener.address == "::") {
        fd = ConnectTcp("127.0.0.1", listener.port, kConnecting);
      }
      if (fd.ok()) talk.fd = *std::move(fd);
      continue;
    }
    const auto address = ParseAddress(listener.ReachableAt(), listener.port);
    if (!address.ok()) continue;
    // Not connected: the answer comes from another port.
    talk.fd.Reset(socket(address->get()->sa_family,
                         SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    talk.asked = true;
    (void)sendto(talk.fd.get(), kTftpRequest.data(), kTftpRequest.size(),
                 MSG_NOSIGNAL, address->get(), address->size);
  }
}

void ClearTextProbe::Hear(Talk& talk) {
  char buffer[4096];
  const ssize_t count = recv(talk.fd.get(), buffer, sizeof buffer, 0);
  std::string& text = talk.asked ? talk.answer : talk.said;
  if (count > 0) text.append(buffer, static_cast<size_t>(count));
  const bool ended = count <= 0 || text.size() > kEnough;
  if (!talk.asked) Ask(talk);
  // Others may still come to their prompt.
  talk.done = ended || talk.listener.udp || IsTelnet(talk.said) ||
              talk.said.starts_with("SSH-");
}

void ClearTextProbe::Ask(Talk& talk) {
  const std::string_view question = QuestionFor(talk.listener, talk.said);
  if (question.empty()) return;
  talk.asked = true;
  (void)send(talk.fd.get(), question.data(), question.size(), MSG_NOSIGNAL);
}

std::vector<ClearTextProbe::Found> ClearTextProbe::Collect(
    milliseconds timeout) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  for (;;) {
    std::vector<pollfd> polled;
    std::vector<Talk*> waiting;
    const bool silent = Clock::now() - begin > kGreeting;
    for (Talk& talk : talks_) {
      if (!talk.fd || talk.done) continue;
      if (silent && !talk.asked && talk.said.empty()) Ask(talk);
      polled.push_back({talk.fd.get(), POLLIN, 0});
      waiting.push_back(&talk);
    }
    if (waiting.empty() || Clock::now() - begin > timeout) break;
    if (poll(polled.data(), polled.size(), 100) <= 0) continue;
    for (size_t i = 0; i < waiting.size(); ++i) {
      if (polled[i].revents != 0) Hear(*waiting[i]);
    }
  }
  std::vector<Found> found;
  for (const Talk& talk : talks_) {
    const auto what = ClearTextLogin(talk.listener, talk.said, talk.answer);
    if (!what.empty()) found.push_back({talk.listener, std::string(what)});
  }
  return found;
}

}  // namespace iec
