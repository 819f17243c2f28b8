// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/bans.h"

#include <thread>

#include "lib/base/text.h"
#include "lib/dut/process.h"
#include "lib/dut/undo_handlers.h"

namespace iec {
namespace {

using std::chrono::seconds;

constexpr const char* kFail2ban = "fail2ban-client";
constexpr seconds kPatience{60};  // a program in Python, on a slow device
constexpr seconds kLook{1};
// lockout.ban_within is no more than this, and a login takes some of it, too.
constexpr seconds kLongestLate{400};

seconds SinceEpoch() {
  return std::chrono::duration_cast<seconds>(
      std::chrono::system_clock::now().time_since_epoch());
}

std::vector<std::string> For(std::vector<std::string> command,
                             const std::string& address) {
  for (std::string& word : command) {
    const size_t at = word.find("{address}");
    if (at != std::string::npos) word.replace(at, 9, address);
  }
  return command;
}

// What fail2ban's client says, nothing where it says that something is wrong.
std::optional<std::string> AskFail2ban(std::vector<std::string> words) {
  words.insert(words.begin(), kFail2ban);
  const auto said = Run({.argv = words, .timeout = kPatience});
  if (!said.ok() || !said->Succeeded()) return std::nullopt;
  return said->out;
}

// The names of all jails, of "... Jail list:\tsshd, recidive".
std::vector<std::string> Jails() {
  std::vector<std::string> jails;
  const auto status = AskFail2ban({"status"});
  if (!status) return jails;
  constexpr std::string_view kBefore = "Jail list:";
  const size_t at = status->find(kBefore);
  if (at == std::string::npos) return jails;
  for (const std::string& name :
       Split(status->substr(at + kBefore.size()), ',')) {
    if (!Trim(name).empty()) jails.emplace_back(Trim(name));
  }
  return jails;
}

}  // namespace

Status ExpectBan(UndoJournal& journal, const std::vector<std::string>& command,
                 const std::string& address, seconds late) {
  UndoEntry entry{std::string(kBanKind), {}};
  entry.data["until"] = std::to_string((SinceEpoch() + late).count());
  // No word has a newline: the profile is read as lines.
  entry.data["command"] = Join(command, "\n");
  entry.data["address"] = address;
  return journal.Record(entry);
}

Status EndBan(const std::vector<std::string>& command,
              const std::string& address) {
  // What is not installed has shut nobody out.
  if (command.empty() || !FindProgram(command.front()).ok()) return {};
  IEC_ASSIGN_OR_RETURN(const Outcome done, Run({.argv = For(command, address),
                                                .timeout = kPatience}));
  if (done.Succeeded()) return {};
  // When fail2ban stops it lets everybody in.
  if (command.front() == kFail2ban && !AskFail2ban({"ping"})) return {};
  return Error{"letting " + address + " in again: " + done.Describe()};
}

std::optional<seconds> TimeOfBanIn(std::string_view text,
                                   const std::string& address) {
  // "10.62.0.3 \t2026-11-28 12:00:00 + 600 = 2026-11-28 12:10:00"
  for (const std::string& line : Split(text, '\n')) {
    const std::string plain(Trim(line));
    if (!plain.starts_with(address)) continue;
    const std::string_view rest =
        std::string_view(plain).substr(address.size());
    if (rest.empty() || (rest[0] != ' ' && rest[0] != '\t')) continue;
    const size_t plus = rest.find(" + ");
    if (plus == std::string_view::npos) continue;
    const size_t end = rest.find(" = ", plus);
    if (end == std::string_view::npos) continue;
    const auto time = ParseInteger(Trim(rest.substr(plus + 3, end - plus - 3)));
    if (time) return seconds(*time);
  }
  return std::nullopt;
}

std::optional<seconds> TimeOfBan(const std::string& address) {
  std::optional<seconds> longest;
  for (const std::string& jail : Jails()) {
    const auto list = AskFail2ban({"get", jail, "banip", "--with-time"});
    const auto time = list ? TimeOfBanIn(*list, address) : std::nullopt;
    if (!time) continue;
    const bool longer = longest && *longest >= seconds(0) &&
                        (*time < seconds(0) || *time > *longest);
    if (!longest || longer) longest = time;
  }
  return longest;
}

UndoOutcome UndoBan(const UndoEntry& entry, const UndoContext&) {
  UndoOutcome outcome;
  const auto command = Need(entry, "command");
  const auto address = Need(entry, "address");
  const auto until = Need(entry, "until");
  if (!command.ok() || !address.ok() || !until.ok()) {
    outcome.failures.push_back("a ban is recorded without what ends it");
    return outcome;
  }
  if (command->empty()) return outcome;
  const std::vector<std::string> words = Split(*command, '\n');
  const seconds left = seconds(ParseInteger(*until).value_or(0)) - SinceEpoch();
  // A clock that was set meanwhile keeps nobody waiting for long.
  if (left > seconds(0) && left <= kLongestLate) {
    const auto end = std::chrono::steady_clock::now() + left;
    while (std::chrono::steady_clock::now() < end) {
      // More than once: logins that were under way count as well.
      if (TimeOfBan(*address)) (void)EndBan(words, *address).ok();
      std::this_thread::sleep_for(kLook);
    }
  }
  outcome.Check(EndBan(words, *address));
  return outcome;
}

}  // namespace iec
