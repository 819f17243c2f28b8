// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <algorithm>
#include <ctime>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/as_user.h"
#include "lib/dut/change.h"
#include "lib/dut/clear_text_login.h"
#include "lib/dut/journal_cursor.h"
#include "lib/dut/password_hash.h"
#include "lib/dut/secret_files.h"
#include "lib/testcase/attempts.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

bool Holds(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

void Report(const char* expected, const std::vector<std::string>& faults,
            const std::string& sound = "none") {
  Expect(faults.empty(), expected, faults.empty() ? sound : Join(faults, "; "));
}

Result<Canaries> PlaceCanaries(Dut& dut) {
  IEC_ASSIGN_OR_RETURN(const std::string directory, dut.TemporaryDirectory());
  const Canaries canaries = {directory + "/open", directory + "/closed"};
  const std::string text = "-----BEGIN PRIVATE KEY-----\n" +
                           RandomFrom("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 64) + "\n";
  IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), canaries.open, text, 0644));
  IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), canaries.closed, text, 0600));
  if (chmod(directory.c_str(), 0755) != 0) {
    return ErrnoError("opening up", directory);
  }
  return canaries;
}

void TryReading(Dut& dut, const Canaries& canaries, const std::string& person) {
  IEC_OBTAIN(const auto accounts, PasswdDb::Load());
  IEC_OBTAIN(const auto own_places, dut.profile().List("secrets.files"));
  IEC_OBTAIN(const auto allowed, dut.profile().List("secrets.readers"));
  std::vector<SecretFile> files = SecretFiles(accounts);
  const std::vector<SecretFile> more = SecretFilesAt(own_places);
  files.insert(files.end(), more.begin(), more.end());
  const auto read = ReadByOthers(files, allowed, accounts, person, canaries);
  IEC_CONTROL(read.ok(),
              "each account reads an open canary and not a closed one",
              read.ok() ? "so it is" : read.error().message);
  Report("no secret file can be read by others", *read,
         "none of " + std::to_string(files.size()));
  IEC_OBTAIN(const auto by_groups, ReadByGroups(files, allowed, accounts));
  Report("no group but root and shadow can read stored passwords", by_groups);
}

// As nobody who has the groups of every new user.
void SearchOpenSecrets(Dut& dut, const Canaries& canaries,
                       const std::string& person,
                       const std::vector<std::string>& own) {
  IEC_OBTAIN(const auto skip, dut.profile().List("filesystem.skip"));
  IEC_OBTAIN(const auto accounts, PasswdDb::Load());
  Identity who = Nobody();
  if (const User* user = accounts.FindUser(person)) {
    who.groups = IdentityOf(*user, accounts).groups;
    who.groups.push_back(user->gid);
  }
  IEC_OBTAIN(const auto found, FindOpenSecrets(who, skip, own));
  bool seen = false;
  bool fooled = false;
  std::vector<std::string> others;
  for (const FoundSecret& secret : found) {
    seen = seen || secret.path == canaries.open;
    fooled = fooled || secret.path == canaries.closed;
    if (secret.path == canaries.open) continue;
    others.push_back(secret.path + " holds " + secret.what);
  }
  IEC_CONTROL(seen && !fooled,
              "the search finds an open canary and not a closed one",
              seen ? "it finds the open one" : "it does not find the open one");
  Report("no file that everybody can read holds a secret", others);
}

// Stored secrets of all accounts, those of backups and locked ones too.
void JudgeStored(const std::vector<std::string>& schemes) {
  std::vector<std::string> weak;
  std::vector<std::string> empty;
  std::vector<std::string> exposed;
  for (const StoredHash& hash : AllStoredHashes()) {
    if (hash.empty_field) {
      empty.push_back(hash.Name());
      continue;
    }
    if (!Holds(schemes, hash.scheme)) {
      weak.push_back(hash.Name() + ": " + hash.scheme);
    }
    if (IsPublicAccountFile(hash.path)) exposed.push_back(hash.Name());
  }
  Report("each stored hash is of a declared scheme", weak);
  Report("no account has an empty password field", empty);
  Report("no hash is in a file for everybody", exposed);
}

void JudgeNew(const std::string& how, const std::string& path,
              const std::string& owner,
              const std::vector<std::string>& schemes) {
  IEC_OBTAIN(const std::string scheme, SchemeOf(path, owner));
  Expect(Holds(schemes, scheme),
         "a new secret is stored by a declared scheme: " + how,
         scheme.empty() ? "not hashed" : scheme);
}

// What the device's own tools make of a new password. `secrets` are what must
// not be found in the clear afterwards.
void TryStoring(Account& account, const std::vector<std::string>& schemes,
                std::vector<std::string>& secrets) {
  const std::string table =
      Exists("/etc/shadow") ? "/etc/shadow" : "/etc/passwd";
  JudgeNew("given by an administrator", table, account.name, schemes);
  const std::string changed = RandomPassword(account.password.size());
  secrets.push_back(changed);
  IEC_OBTAIN(const auto change, ChangeTo(account, changed));
  IEC_CONTROL(change.accepted, "a user can change the password",
              change.dialogue);
  account.password = changed;
  JudgeNew("changed by its user", table, account.name, schemes);

  IEC_OBTAIN(const auto accounts, PasswdDb::Load());
  const Group* group = accounts.FindGid(account.gid);
  if (!FindProgram("chgpasswd").ok() || group == nullptr ||
      group->name != account.name) {
    Note("no group password was tried: no chgpasswd, or no group of its own");
    return;
  }
  secrets.push_back(RandomPassword(account.password.size()));
  IEC_OBTAIN(const auto outcome,
             Run({{"chgpasswd"}, group->name + ":" + secrets.back() + "\n"}));
  IEC_CONTROL(outcome.Succeeded(), "a group can be given a password",
              outcome.Describe());
  JudgeNew("of a group", Exists("/etc/gshadow") ? "/etc/gshadow" : "/etc/group",
           group->name, schemes);
}

// What logins and changes leave behind. The second factor is not looked for:
// it has to be stored.
class Traces {
 public:
  explicit Traces(const Profile& profile)
      : profile_(profile),
        journal_(JournalCursor::Take()),
        since_(time(nullptr)) {}

  // A right login on each way, and a wrong one, whose secret may be as near to
  // the right one as a typing error.
  void LogIn(Account& account) {
    IEC_OBTAIN(const auto paths, LoginPaths(profile_, account.name));
    for (const LoginPath& path : paths) {
      wrong_.push_back(RandomPassword(account.password.size()));
      if (!TryLogin(path, account, wrong_.back())) return;
      std::string detail;
      const bool opens = OpensSession(path, account, account.password, &detail);
      IEC_CONTROL(opens, path.name + ": the right secrets open a session",
                  detail);
    }
  }

  void Judge(std::vector<std::string> secrets) const {
    secrets.insert(secrets.end(), wrong_.begin(), wrong_.end());
    IEC_OBTAIN(const auto skip, profile_.List("filesystem.skip"));
    std::vector<std::string> found = FilesWith(secrets, since_, skip);
    if (journal_.ok()) {
      IEC_OBTAIN(const auto entries,
                 journal_->EntriesSince({}, {}, {"MESSAGE"}));
      for (const JournalEntry& entry : entries) {
        const std::string message = entry.message();
        if (std::any_of(secrets.begin(), secrets.end(),
                        [&](const auto& secret) {
                          return message.find(secret) != std::string::npos;
                        })) {
          found.emplace_back("the journal");
          break;
        }
      }
    } else {
      Note("no journal was read: " + journal_.error().message);
    }
    Report("no login and no change of a password writes it down", found);
  }

 private:
  const Profile& profile_;
  const Result<JournalCursor> journal_;
  const time_t since_;
  std::vector<std::string> wrong_;
};

void SearchClearText(Dut& dut) {
  IEC_OBTAIN(const auto allowed, dut.profile().List("secrets.cleartext"));
  IEC_OBTAIN(auto own, OwnListener::Start());
  IEC_OBTAIN(const auto listeners, Listeners());
  ClearTextProbe probe(listeners);
  if (const Status said = own.Say("\xff\xfd\x18"); !said.ok()) {
    Obstacle(said.error().message);
    return;
  }
  bool seen = false;
  std::vector<std::string> others;
  for (const auto& [listener, what] : probe.Collect(milliseconds(2'500))) {
    const bool is_own = listener.Name() == own.listener().Name();
    seen = seen || is_own;
    if (!is_own && !Holds(allowed, listener.Name())) {
      others.push_back(what + " on " + listener.Name());
    }
  }
  IEC_CONTROL(seen, "the search finds a telnet service of its own",
              seen ? "found" : "not found");
  Report("no service asks for a password in the clear", others,
         "none of " + std::to_string(listeners.size()));
}

}  // namespace

IEC_TEST_CASE(
    CR_1_5, secrets_are_protected, .plan = "CR1.5.t3",
    .title = "Stored and sent secrets are protected",
    .tried =
        "Unprivileged processes (nobody, a new user, each account of the "
        "device) try to open what holds secrets: account files and their "
        "backups, keys of SSH servers, disks, time and networks, second "
        "factors, what the profile adds. Nobody reads every file outside of "
        "/usr in search of private keys, hashes and the secrets of the test. "
        "A new user's password is stored by the device's own tools, in each "
        "way; he logs in on each interface, with a wrong password first, and "
        "root looks for these passwords in all files written since and in the "
        "journal. Every listening socket is talked to.",
    .passes_when =
        "Only root, the owner and (for service secrets) the service can read "
        "them, every stored hash is of a scheme in password.hashes, locked "
        "accounts and backups included, no password field is empty, no hash "
        "is in a public file, no group other than root and shadow can read "
        "hashes, no password that was given is written down, and no service "
        "asks for a password in the clear.",
    .not_covered =
        "Secrets in files of the product that the profile does not name and "
        "that no form gives away, in /usr, in archives and behind the first "
        "64 KiB of a file; secrets in hardware; what a service does after TLS "
        "or SSH has begun; rlogin and rsh on other ports than theirs.",
    .remedy =
        "chmod and setfacl -b the file that is named; set ENCRYPT_METHOD in "
        "/etc/login.defs and the options of pam_unix, and have accounts with "
        "other hashes choose a new password; take the service away. Where a "
        "password is written down look for expose_authtok, debug and pam_exec "
        "in /etc/pam.d.",
    // The accounts alone: it judges all of them, and the rights of the account
    // files as they are before a tool makes them anew.
    .uses = {Resource::kAccounts, Resource::kFilesystem, Resource::kNetwork},
    .shares = {Resource::kSshLogin, Resource::kConsoleLogin},
    .parameters = {"password.hashes", "secrets.files", "secrets.readers",
                   "secrets.cleartext", "filesystem.skip"},
    .supersedes = {"TC_CR1.5_3"}, .timeout = std::chrono::seconds(240)) {
  IEC_OBTAIN(const auto schemes, dut.profile().List("password.hashes"));
  IEC_OBTAIN(const Canaries canaries, PlaceCanaries(dut));
  // Before anything changes: the tools that add a user make the account files
  // and their backups anew, and with them their access lists.
  JudgeStored(schemes);
  TryReading(dut, canaries, "");

  Traces traces(dut.profile());
  IEC_OBTAIN(Account account, dut.accounts().CreateTemporary());
  std::vector<std::string> secrets = {account.password};
  std::vector<std::string> factors;
  if (account.factor != nullptr && account.factor->has_totp()) {
    factors.push_back(account.factor->totp_secret());
  }
  if (dut.profile().Declares(Capability::kPassword)) {
    TryStoring(account, schemes, secrets);
  } else {
    Note("no new password was stored: the profile declares none");
  }
  traces.LogIn(account);
  traces.Judge(secrets);
  TryReading(dut, canaries, account.name);
  secrets.insert(secrets.end(), factors.begin(), factors.end());
  SearchOpenSecrets(dut, canaries, account.name, secrets);
  SearchClearText(dut);
}

}  // namespace iec
