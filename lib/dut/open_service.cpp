// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/open_service.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <thread>

#include "lib/base/digest.h"
#include "lib/base/tcp.h"
#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/process.h"

namespace iec {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kConnecting{2'000};
// A service that is started by the connection, on a slow device, has spoken.
constexpr milliseconds kGreeting{5'000};
constexpr milliseconds kAnswer{5'000};
constexpr size_t kEnough = 16 * 1024;
// A prompt is short; a line of data that ends like one need not be.
constexpr size_t kLongestPrompt = 64;

struct SocketName {
  sockaddr_un address{};
  socklen_t size = 0;
};

SocketName SocketNameOf(const std::string& path) {
  SocketName name;
  name.address.sun_family = AF_UNIX;
  const size_t length = std::min(path.size(), sizeof name.address.sun_path - 1);
  memcpy(name.address.sun_path, path.data(), length);
  name.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
  if (path.starts_with('@')) {
    name.address.sun_path[0] = '\0';
  } else {
    name.size += 1;
  }
  return name;
}

UniqueFd ConnectUnix(const UnixListener& listener) {
  UniqueFd fd(socket(AF_UNIX, listener.type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const SocketName name = SocketNameOf(listener.path);
  if (!fd || connect(fd.get(), reinterpret_cast<const sockaddr*>(&name.address),
                     name.size) != 0) {
    return UniqueFd();
  }
  return fd;
}

// This thread alone, which has to end after it: the C library would change
// all threads.
bool BecomeNobody() {
  return syscall(SYS_setgroups, 0, nullptr) == 0 &&
         syscall(SYS_setresgid, kNobodyId, kNobodyId, kNobodyId) == 0 &&
         syscall(SYS_setresuid, kNobodyId, kNobodyId, kNobodyId) == 0;
}

bool Holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Whether a line of an answer says no, or who are you.
bool SaysNo(const std::string& line) {
  const std::string text = Lower(Trim(line));
  if (text.empty() || text.front() == '-' || text.front() == '4' ||
      text.front() == '5') {
    return true;  // Redis; SMTP, FTP and their like
  }
  for (const std::string_view word :
       {"err", "auth", "denied", "unknown", "invalid", "not allowed", "bad ",
        "login", "password", "not found", "unrecognized", "permission",
        "refused", "forbidden", "too many"}) {
    if (Holds(text, word)) return true;
  }
  return false;
}

bool IsText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == '\n' || c == '\r' || c == '\t' || c == '\x1b' ||
           static_cast<unsigned char>(c) >= 0x20;
  });
}

bool IsSsh(std::string_view said) { return said.starts_with("SSH-"); }

// A protocol that brings its own authentication, or begins with it.
bool HasAuthentication(std::string_view said) {
  return IsSsh(said) || said.starts_with('\xff');
}

bool IsPrompt(std::string_view text) {
  const std::string line(Trim(CurrentLine(text)));
  if (line.empty() || line.size() > kLongestPrompt) return false;
  return Holds("$#>%", std::string_view(&line.back(), 1));
}

bool AsksWho(std::string_view text) {
  const PromptKind kind = ClassifyPrompt(CurrentLine(text), "");
  return kind != PromptKind::kOther;
}

// A web page that is given to everybody and asks for no password.
bool IsOpenPage(std::string_view page) {
  if (!page.starts_with("HTTP/") || !Holds(page.substr(0, 16), " 200")) {
    return false;
  }
  return !Holds(Lower(page), "password");
}

// What is not an echo of what was sent.
std::vector<std::string> OwnLines(std::string_view answer,
                                  std::string_view sent) {
  std::vector<std::string> lines;
  for (const std::string& line : Split(PlainText(answer), '\n')) {
    const std::string text(Trim(line));
    if (!text.empty() && !Holds(sent, text)) lines.push_back(text);
  }
  return lines;
}

}  // namespace

std::vector<UnixListener> ParseUnixListeners(std::string_view table) {
  std::vector<UnixListener> found;
  std::set<std::string> known;
  for (const std::string& line : Split(table, '\n')) {
    std::vector<std::string> words = Split(line, ' ');
    std::erase(words, "");
    // Flags: __SO_ACCEPTCON
    if (words.size() < 8 || words[3] != "00010000") continue;
    const int type = words[4] == "0001"   ? SOCK_STREAM
                     : words[4] == "0005" ? SOCK_SEQPACKET
                                          : 0;
    const std::string path = Join({words.begin() + 7, words.end()}, " ");
    if (type != 0 && known.insert(path).second) found.push_back({path, type});
  }
  return found;
}

Result<std::vector<UnixListener>> UnixListeners() {
  IEC_ASSIGN_OR_RETURN(const std::string table, ReadFile("/proc/net/unix"));
  return ParseUnixListeners(table);
}

Result<OwnUnixListener> OwnUnixListener::Start() {
  OwnUnixListener own;
  own.name_ = "@iec-runner-" + Hex(RandomBytes(8));
  const SocketName name = SocketNameOf(own.name_);
  own.fd_.Reset(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!own.fd_ ||
      bind(own.fd_.get(), reinterpret_cast<const sockaddr*>(&name.address),
           name.size) != 0 ||
      listen(own.fd_.get(), 4) != 0) {
    return ErrnoError("listening on", own.name_);
  }
  return own;
}

Status OwnUnixListener::Say(std::string_view text) {
  pollfd polled{fd_.get(), POLLIN, 0};
  if (poll(&polled, 1, 1000) == 1) {
    connection_.Reset(accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }
  if (!connection_) return Error{"nobody has connected to our UNIX listener"};
  return WriteAll(connection_.get(), text);
}

std::string CommandLines(std::string_view mark) {
  return fmt::format("\necho be\"\"gin-{}\nhelp\nversion\nINFO\n", mark);
}

std::string_view OpenServiceKind(const Conversation& said,
                                 std::string_view mark) {
  const std::string all = said.greeting + said.answer;
  if (Holds(all, "begin-" + std::string(mark))) return "a shell";
  // On a busy device the greeting comes after the question.
  if (HasAuthentication(all)) return "";
  if (IsOpenPage(said.page)) return "a web page without a login";
  if (all.empty() || !IsText(all) || AsksWho(all)) return "";
  if (IsPrompt(all) || IsPrompt(said.greeting)) return "a prompt";
  const auto lines = OwnLines(said.answer, CommandLines(mark));
  if (std::any_of(lines.begin(), lines.end(),
                  [](const std::string& line) { return !SaysNo(line); })) {
    return Holds(said.answer, "HTTP/") ? "" : "an answer to commands";
  }
  const auto greeting = OwnLines(said.greeting, "");
  if (said.closed &&
      std::any_of(greeting.begin(), greeting.end(),
                  [](const std::string& line) { return !SaysNo(line); })) {
    return "output for everybody";
  }
  return "";
}

OpenServiceProbe::OpenServiceProbe(const std::vector<Listener>& listeners,
                                   const std::vector<UnixListener>& sockets)
    : mark_(Hex(RandomBytes(4))) {
  for (const Listener& listener : listeners) {
    if (listener.udp) continue;
    Talk& talk = talks_.emplace_back();
    talk.name = listener.Name();
    for (UniqueFd* place : {&talk.fd, &talk.page_fd}) {
      auto fd = ConnectTcp(listener.ReachableAt(), listener.port, kConnecting);
      if (!fd.ok() && listener.address == "::") {
        fd = ConnectTcp("127.0.0.1", listener.port, kConnecting);
      }
      if (fd.ok()) *place = *std::move(fd);
    }
  }
  const size_t first = talks_.size();
  for (const UnixListener& socket : sockets) {
    talks_.emplace_back().name = socket.Name();
  }
  std::thread([&] {
    if (!BecomeNobody()) return;
    for (size_t i = 0; i < sockets.size(); ++i) {
      talks_[first + i].fd = ConnectUnix(sockets[i]);
      talks_[first + i].page_fd = ConnectUnix(sockets[i]);
    }
  }).join();
}

size_t OpenServiceProbe::connected() const {
  return static_cast<size_t>(
      std::count_if(talks_.begin(), talks_.end(),
                    [](const Talk& talk) { return bool(talk.fd); }));
}

std::vector<std::string> OpenServiceProbe::SshServers() const {
  std::vector<std::string> names;
  for (const Talk& talk : talks_) {
    if (IsSsh(talk.said.greeting + talk.said.answer)) {
      names.push_back(talk.name);
    }
  }
  return names;
}

void OpenServiceProbe::Hear(milliseconds time, bool asked) {
  const auto end = Clock::now() + time;
  for (;;) {
    std::vector<pollfd> polled;
    std::vector<std::pair<Talk*, UniqueFd*>> waiting;
    for (Talk& talk : talks_) {
      for (UniqueFd* fd : {&talk.fd, &talk.page_fd}) {
        if (!*fd || (fd == &talk.page_fd && !asked)) continue;
        polled.push_back({fd->get(), POLLIN, 0});
        waiting.emplace_back(&talk, fd);
      }
    }
    const auto left =
        std::chrono::duration_cast<milliseconds>(end - Clock::now());
    if (waiting.empty() || left.count() <= 0) return;
    if (poll(polled.data(), polled.size(), static_cast<int>(left.count())) <=
        0) {
      continue;
    }
    for (size_t i = 0; i < waiting.size(); ++i) {
      if (polled[i].revents == 0) continue;
      const auto [talk, fd] = waiting[i];
      char buffer[4096];
      const ssize_t count = recv(fd->get(), buffer, sizeof buffer, 0);
      std::string& text = fd == &talk->page_fd ? talk->said.page
                          : asked              ? talk->said.answer
                                               : talk->said.greeting;
      if (count > 0) text.append(buffer, static_cast<size_t>(count));
      if (count <= 0 || text.size() > kEnough) {
        talk->said.closed = talk->said.closed || !asked;
        fd->Reset();
      }
    }
  }
}

std::vector<OpenServiceProbe::Found> OpenServiceProbe::Collect() {
  Hear(kGreeting, false);
  const std::string commands = CommandLines(mark_);
  constexpr std::string_view kRequest =
      "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n";
  for (const Talk& talk : talks_) {
    if (talk.fd) {
      (void)send(talk.fd.get(), commands.data(), commands.size(), MSG_NOSIGNAL);
    }
    if (talk.page_fd) {
      (void)send(talk.page_fd.get(), kRequest.data(), kRequest.size(),
                 MSG_NOSIGNAL);
    }
  }
  Hear(kAnswer, true);
  std::vector<Found> found;
  for (const Talk& talk : talks_) {
    const auto what = OpenServiceKind(talk.said, mark_);
    if (what.empty()) continue;
    const std::string said = talk.said.greeting + talk.said.answer;
    found.push_back({talk.name, std::string(what),
                     Printable(said.empty() ? talk.said.page : said, 120)});
  }
  return found;
}

}  // namespace iec
