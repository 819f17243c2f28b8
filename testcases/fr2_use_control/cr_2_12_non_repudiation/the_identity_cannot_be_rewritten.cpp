// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <deque>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/dut/login_session.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

using std::chrono::seconds;

// What the audit trail would blame: root, and nobody at all.
constexpr const char* kForged[] = {"0", "4294967295"};

class ForgeryTrial {
 public:
  ForgeryTrial(const LoginPath& path, Account& administrator)
      : path_(path), administrator_(administrator) {}

  void Try() {
    auto login = OpenLogin::Start(
        path_, administrator_.Attempt(administrator_.password));
    const bool open = login.ok() && login->outcome().granted;
    if (!Control(
            open, Text("the right password opens a session"),
            login.ok() ? login->outcome().detail : login.error().message)) {
      return;
    }
    for (const char* forged : kForged) {
      Forge(*login, "by the user", forged, "", administrator_.uid);
      Forge(*login, "by root through sudo", forged, "sudo -k ", 0);
    }
  }

 private:
  std::string Text(std::string_view what) const {
    return fmt::format("{}: {}", path_.name, what);
  }

  // In a shell of its own, whose identity alone is at stake.
  void Forge(OpenLogin& login, std::string_view who, const char* forged,
             const char* prefix, uid_t uid) {
    const std::string mark = Hex(RandomBytes(6));
    const auto said = login.ExecuteAnswering(
        fmt::format("{}sh -c 'read a </proc/self/loginuid; echo {} "
                    ">/proc/self/loginuid; read b </proc/self/loginuid; echo "
                    "i\"\"s-{}/$a/$b/$(id -u)/'",
                    prefix, forged, mark),
        administrator_.Attempt(administrator_.password), seconds(120));
    if (!said.ok()) return Obstacle(Text(said.error().message));
    const size_t at = said->find("is-" + mark);
    const auto words = at == std::string::npos ? std::vector<std::string>()
                                               : Split(said->substr(at), '/');
    const bool ran = words.size() > 3 && words[3] == fmt::format("{}", uid);
    if (!Control(ran, Text(fmt::format("a shell runs as user id {}", uid)),
                 Printable(*said))) {
      return;
    }
    const std::string own = fmt::format("{}", administrator_.uid);
    Expect(words[1] == own,
           Text(fmt::format("the identity is that of the person, before {} "
                            "can be written {}",
                            forged, who)),
           "login user id " + words[1]);
    Expect(
        words[2] == words[1],
        Text(fmt::format("the identity stays when {} is written {}", forged,
                         who)),
        fmt::format("login user id {} before, {} after", words[1], words[2]));
  }

  const LoginPath& path_;
  Account& administrator_;
};

}  // namespace

IEC_TEST_CASE(
    CR_2_12, the_identity_cannot_be_rewritten, .plan = "CR2.12.t2",
    .title = "Nobody, root included, can rewrite whom records name",
    .tried =
        "On each declared interface a temporary user of the administrators' "
        "group logs in and writes root's id, and that of nobody, to "
        "/proc/self/loginuid: as the user, and as root through sudo.",
    .passes_when =
        "The login user id is the user's own before and after each of these.",
    .not_covered =
        "What somebody with a debugger on the kernel does; services that set "
        "it for others, which have to (login, sshd, cron).",
    .remedy =
        "Put --loginuid-immutable into the audit rules, which holds until the "
        "next start; session required pam_loginuid.so into /etc/pam.d of "
        "login and sshd.",
    .needs = {Capability::kAudit},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"authorization.administrators"},
    .lanes = {Lane::kQemu, Lane::kBoard},
    .timeout = std::chrono::seconds(400)) {
  AccountOptions options;
  IEC_OBTAIN(const auto group,
             dut.profile().Text("authorization.administrators"));
  options.groups = {group};
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary(options));
  IEC_OBTAIN(const auto paths, LoginPaths(dut.profile(), first.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(auto accounts,
             dut.accounts().CreateSeveral(paths.size() - 1, options));
  accounts.push_back(std::move(first));
  std::deque<ForgeryTrial> trials;
  for (size_t i = 0; i < paths.size(); ++i) {
    trials.emplace_back(paths[i], accounts[i]);
  }
  InParallel(trials.size(), [&](size_t i) { trials[i].Try(); });
}

}  // namespace iec
