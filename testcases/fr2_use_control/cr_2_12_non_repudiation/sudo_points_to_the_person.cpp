// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <deque>
#include <thread>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/login_session.h"
#include "lib/dut/trails.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kPause{500};
// The kernel's stamps are those of its last tick.
constexpr int64_t kSlackMilliseconds = 2'000;

struct Deed {
  std::string what;
  uid_t person = 0;  // whom the records have to name
  std::string name;  // of the account
  std::string file;  // that it touched, by `program`
  std::string program;
  std::string marker;  // or: that some record of the person's has
  int64_t begin = 0;
  int64_t end = 0;
};

class PersonTrial {
 public:
  PersonTrial(const LoginPath& path, Account& administrator, Account& other,
              std::string configuration, std::string secret)
      : path_(path),
        administrator_(administrator),
        other_(other),
        configuration_(std::move(configuration)),
        secret_(std::move(secret)) {}

  void Act() {
    auto login = OpenLogin::Start(
        path_, administrator_.Attempt(administrator_.password));
    const bool open = login.ok() && login->outcome().granted;
    if (!Control(
            open, path_.name + ": the right password opens a session",
            login.ok() ? login->outcome().detail : login.error().message)) {
      return;
    }
    // What the owner may do is added to what the owner may do.
    Do(*login, administrator_, "a change by sudo",
       fmt::format("sudo -k chmod u+u {}", configuration_), configuration_,
       "chmod", "");
    const std::string marker = "iec-" + Hex(RandomBytes(8));
    if (FindProgram("systemd-run").ok()) {
      Do(*login, administrator_, "a detour over a service, by sudo",
         fmt::format("sudo -k systemd-run --quiet --wait --collect --unit={} "
                     "chmod u+u {}",
                     marker, configuration_),
         "", "", marker);
    }
    // The other one's password is known here: whoever types it stays the same
    // person.
    Do(*login, other_, "a refused reading after su to another account",
       fmt::format("su {} -c 'env LC_ALL=C cat {}'", other_.name, secret_),
       secret_, "cat", "");
  }

  const std::vector<Deed>& deeds() const { return deeds_; }

 private:
  void Do(OpenLogin& login, Account& secrets_of, std::string_view what,
          const std::string& command, const std::string& file,
          const std::string& program, const std::string& marker) {
    Deed deed{fmt::format("{}: {}", path_.name, what),
              administrator_.uid,
              administrator_.name,
              file,
              program,
              marker,
              NowMilliseconds(),
              0};
    const auto said = login.ExecuteAnswering(
        command + "; echo status-$?", secrets_of.Attempt(secrets_of.password),
        seconds(120));
    if (!said.ok()) return Obstacle(deed.what + ": " + said.error().message);
    deed.end = NowMilliseconds();
    const bool done = said->find("status-0") != std::string::npos;
    const bool refused = said->find("enied") != std::string::npos;
    // A detour may be refused: nothing has to be attributed then.
    if (!marker.empty() && !done) return Note(deed.what + " is refused");
    if (!Control(done || (program == "cat" && refused),
                 deed.what + " can be made", Printable(*said))) {
      return;
    }
    deeds_.push_back(std::move(deed));
  }

  const LoginPath& path_;
  Account& administrator_;
  Account& other_;
  const std::string configuration_;
  const std::string secret_;
  std::vector<Deed> deeds_;
};

bool Belongs(const LoggedEvent& event, const Deed& deed) {
  if (event.milliseconds < deed.begin - kSlackMilliseconds ||
      event.milliseconds > deed.end + kSlackMilliseconds) {
    return false;
  }
  if (!deed.marker.empty()) return event.Mentions(deed.marker);
  return event.Touches(deed.file) && event.Field("comm") == deed.program;
}

bool NamesPerson(const LoggedEvent& event, const Deed& deed) {
  if (!event.records.empty()) {
    return event.Field("auid") == fmt::format("{}", deed.person);
  }
  return event.user == deed.name || event.Mentions(deed.name);
}

// The record of a deed that names the person, or else one that does not.
std::optional<LoggedEvent> RecordOf(const Deed& deed,
                                    const std::vector<LoggedEvent>& events) {
  std::optional<LoggedEvent> other;
  for (const LoggedEvent& event : events) {
    if (!Belongs(event, deed)) continue;
    if (NamesPerson(event, deed)) return event;
    other = event;
  }
  return other;
}

void Judge(const std::vector<Deed>& deeds, const Trails& trails, seconds wait) {
  const auto deadline = Clock::now() + wait;
  std::vector<std::optional<LoggedEvent>> records(deeds.size());
  for (bool all = false;;) {
    const bool last = Clock::now() >= deadline;
    const auto news = trails.Since();
    if (!news.ok()) return Obstacle(news.error().message);
    all = true;
    for (size_t i = 0; i < deeds.size(); ++i) {
      records[i] = RecordOf(deeds[i], news->events);
      all = all && records[i] && NamesPerson(*records[i], deeds[i]);
    }
    if (all || last) break;
    std::this_thread::sleep_for(kPause);
  }
  for (size_t i = 0; i < deeds.size(); ++i) {
    const bool named = records[i] && NamesPerson(*records[i], deeds[i]);
    Expect(named,
           fmt::format("{}: a record names the person, user id {}",
                       deeds[i].what, deeds[i].person),
           records[i] ? records[i]->Describe() : "there is no record of it");
  }
}

Result<std::string> FirstThere(const Profile& profile,
                               std::string_view parameter) {
  IEC_ASSIGN_OR_RETURN(const auto files, profile.List(parameter));
  for (const std::string& file : files) {
    if (Exists(file)) return file;
  }
  return Error{fmt::format("no file of {} is there", parameter)};
}

}  // namespace

IEC_TEST_CASE(
    CR_2_12, sudo_points_to_the_person, .plan = "CR2.12.t1",
    .title = "What a person does under another identity is recorded as theirs",
    .tried =
        "On each declared interface a temporary user of the administrators' "
        "group logs in and sets the mode of a declared configuration file to "
        "what it is, by sudo; has a service do the same (systemd-run, by "
        "sudo); and, by su to another account, tries to read a protected "
        "file.",
    .passes_when =
        "Each of these has a record that names the person who logged in: the "
        "login user id (auid) of the audit trail, or the account's name in "
        "the journal; a detour may be refused instead.",
    .not_covered =
        "Accounts that several people share; jobs for later (cron, at); what "
        "applications do for the people who are logged in there.",
    .remedy =
        "session required pam_loginuid.so belongs into /etc/pam.d of login "
        "and sshd, and of cron; it must not be in that of sudo or su, which "
        "would make root of the person. Rules that watch configuration files "
        "must not exempt root.",
    .uses = {Resource::kAuditTrail, Resource::kClock},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"audit.wait_seconds", "audit.in_journal",
                   "audit.configuration_files", "audit.protected_files",
                   "authorization.administrators"},
    .supersedes = {"TC_CR2.12_1"}, .lanes = {Lane::kQemu, Lane::kBoard},
    .timeout = std::chrono::seconds(400)) {
  const Profile& profile = dut.profile();
  IEC_OBTAIN(const int64_t wait, profile.Integer("audit.wait_seconds"));
  IEC_OBTAIN(const auto configuration,
             FirstThere(profile, "audit.configuration_files"));
  IEC_OBTAIN(const auto secret, FirstThere(profile, "audit.protected_files"));
  AccountOptions options;
  IEC_OBTAIN(const auto group, profile.Text("authorization.administrators"));
  options.groups = {group};
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary(options));
  IEC_OBTAIN(const auto paths, LoginPaths(profile, first.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(auto administrators,
             dut.accounts().CreateSeveral(paths.size() - 1, options));
  administrators.push_back(std::move(first));
  IEC_OBTAIN(auto others, dut.accounts().CreateSeveral(paths.size()));
  IEC_OBTAIN(const auto trails, Trails::Take(profile));

  std::deque<PersonTrial> trials;
  for (size_t i = 0; i < paths.size(); ++i) {
    trials.emplace_back(paths[i], administrators[i], others[i], configuration,
                        secret);
  }
  // One after the other: records of the same file are told apart by the time.
  std::vector<Deed> deeds;
  for (PersonTrial& trial : trials) {
    trial.Act();
    deeds.insert(deeds.end(), trial.deeds().begin(), trial.deeds().end());
  }
  Judge(deeds, trails, std::chrono::seconds(wait));
}

}  // namespace iec
