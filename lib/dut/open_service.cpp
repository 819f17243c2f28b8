// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/open_service.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <thread>

#include "lib/base/digest.h"
#include "lib/base/tcp.h"
#include "lib/base/text.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/open_answer.h"
#include "lib/dut/process.h"

namespace iec {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kConnecting{2'000};
// A service that is started by the connection, on a slow device, has spoken.
constexpr milliseconds kGreeting{5'000};
constexpr milliseconds kAnswer{5'000};
// One that has spoken and says no more.
constexpr milliseconds kQuiet{1'000};
constexpr size_t kEnough = 16 * 1024;
// Pages with all that belongs to them in one.
constexpr size_t kEnoughOfAPage = 512 * 1024;
constexpr int kMostRedirects = 4;
// A prompt is short; a line of data that ends like one need not be.
constexpr size_t kLongestPrompt = 64;

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

// What it answers, until it says no more.
std::string Exchange(const UniqueFd& fd, const std::string& question,
                     size_t enough) {
  std::string answer;
  if (!fd) return answer;
  (void)send(fd.get(), question.data(), question.size(), MSG_NOSIGNAL);
  const auto end = Clock::now() + kAnswer;
  while (answer.size() < enough) {
    const auto left =
        std::chrono::duration_cast<milliseconds>(end - Clock::now());
    pollfd polled{fd.get(), POLLIN, 0};
    const auto wait = answer.empty() ? left : std::min(left, kQuiet);
    if (wait.count() <= 0 ||
        poll(&polled, 1, static_cast<int>(wait.count())) <= 0) {
      break;
    }
    char buffer[4096];
    const ssize_t count = recv(fd.get(), buffer, sizeof buffer, 0);
    if (count <= 0) break;
    answer.append(buffer, static_cast<size_t>(count));
  }
  return answer;
}

}  // namespace

std::string CommandLines(std::string_view mark) {
  return fmt::format(
      "\necho be\"\"gin-{}\nhelp\nversion\nINFO\n"
      "$qSupported#37\n",
      mark);
}

std::string CallLine(std::string_view mark) {
  const std::string command = fmt::format("echo be\\\"\\\"gin-{}", mark);
  return fmt::format(
      R"({{"jsonrpc":"2.0","id":1,"method":"exec","params":["{0}"],)"
      R"("exec":"{0}","execute":"{0}","cmd":"{0}","command":"{0}",)"
      R"("run":"{0}","shell":"{0}"}})"
      "\n",
      command);
}

std::string_view OpenServiceKind(const Conversation& said,
                                 std::string_view mark) {
  const std::string all = said.greeting + said.answer;
  const std::string begin = "begin-" + std::string(mark);
  if (Holds(all, begin) || Holds(said.call, begin)) return "a shell";
  // On a busy device the greeting comes after the question.
  if (HasAuthentication(all)) return "";
  if (IsOpenPage(said.page)) return "a web page without a login";
  if (said.screen) return "a screen without a password";
  if (IsDebugger(said.answer)) return "a debugger";
  if (HasResult(said.call)) return "an answer to a call";
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
  const auto own = OwnAddresses();
  std::map<std::string, int> count;
  for (const Listener& listener : listeners) ++count[listener.Name()];
  for (const Listener& listener : listeners) {
    const std::string name = listener.Name();
    const auto times = count.extract(name);
    if (listener.udp || times.empty()) continue;
    bool reached = false;
    for (const std::string& address : WaysTo(listener, listeners, own)) {
      auto fd = ConnectTcp(address, listener.port, kConnecting);
      if (!fd.ok()) continue;
      reached = true;
      Talk& talk = talks_.emplace_back();
      talk.name = name;
      talk.address = address;
      talk.port = listener.port;
      talk.fd = *std::move(fd);
      // Several of one name may each be bound to another network card.
      if (times.mapped() == 1) break;
    }
    if (!reached) unreached_.push_back(name);
  }
  for (const UnixListener& socket : sockets) {
    Talk& talk = talks_.emplace_back();
    talk.name = socket.Name();
    talk.socket = socket;
    talk.fd = Connect(talk);
  }
  for (Talk& talk : talks_) talk.connected = bool(talk.fd);
}

UniqueFd OpenServiceProbe::Connect(const Talk& talk) {
  UniqueFd fd;
  if (talk.port != 0) {
    auto connected = ConnectTcp(talk.address, talk.port, kConnecting);
    if (connected.ok()) fd = *std::move(connected);
    return fd;
  }
  std::thread([&] {
    if (BecomeNobody()) fd = ConnectUnix(talk.socket);
  }).join();
  return fd;
}

size_t OpenServiceProbe::connected() const {
  return static_cast<size_t>(
      std::count_if(talks_.begin(), talks_.end(),
                    [](const Talk& talk) { return talk.connected; }));
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
      for (UniqueFd* fd : {&talk.fd, &talk.page_fd, &talk.call_fd}) {
        if (!*fd) continue;
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
      const bool page = fd == &talk->page_fd;
      std::string& text = page                   ? talk->said.page
                          : fd == &talk->call_fd ? talk->said.call
                          : asked                ? talk->said.answer
                                                 : talk->said.greeting;
      if (count > 0) text.append(buffer, static_cast<size_t>(count));
      if (count <= 0 || text.size() > (page ? kEnoughOfAPage : kEnough)) {
        talk->said.closed = talk->said.closed || !asked;
        fd->Reset();
      }
    }
  }
}

void OpenServiceProbe::AskAll() {
  const std::string commands = CommandLines(mark_);
  const std::string call = CallLine(mark_);
  const std::string request = WebRequest("/");
  const auto say = [](const UniqueFd& fd, const std::string& text) {
    if (fd) (void)send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL);
  };
  for (Talk& talk : talks_) {
    say(talk.fd, commands);
    if (!talk.connected || HasAuthentication(talk.said.greeting)) continue;
    talk.page_fd = Connect(talk);
    talk.call_fd = Connect(talk);
    say(talk.page_fd, request);
    say(talk.call_fd, call);
  }
}

void OpenServiceProbe::Follow(Talk& talk) {
  std::string& page = talk.said.page;
  const auto get = [&talk](const std::string& path) {
    const UniqueFd fd = Connect(talk);
    return Exchange(fd, WebRequest(path), kEnoughOfAPage);
  };
  for (int i = 0; i < kMostRedirects; ++i) {
    const std::string path = RedirectOf(page, talk.port);
    if (path.empty()) break;
    page = get(path);
  }
  for (const char* path : {"/version", "/info"}) {
    if (WebStatus(page) != 404) break;
    std::string answer = get(path);
    if (IsOpenEngine(answer)) page = std::move(answer);
  }
  if (!ScreenVersion(talk.said.greeting).empty()) {
    const UniqueFd fd = Connect(talk);
    const std::string version = ScreenVersion(Exchange(fd, "", kEnough));
    const std::string offer = Exchange(fd, version, kEnough);
    talk.said.screen = OffersNoSecurity(offer, version);
  }
}

std::vector<OpenServiceProbe::Found> OpenServiceProbe::Collect() {
  Hear(kGreeting, false);
  AskAll();
  Hear(kAnswer, true);
  std::vector<Found> found;
  for (Talk& talk : talks_) {
    Follow(talk);
    const auto what = OpenServiceKind(talk.said, mark_);
    if (what.empty()) continue;
    const Conversation& said = talk.said;
    const std::string text = said.greeting + said.answer;
    found.push_back({talk.name, std::string(what),
                     Printable(IsOpenPage(said.page) ? said.page
                               : text.empty()        ? said.call
                                                     : text,
                               120)});
  }
  return found;
}

}  // namespace iec
