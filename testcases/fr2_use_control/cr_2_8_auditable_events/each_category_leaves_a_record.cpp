// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/change.h"
#include "lib/dut/trails.h"
#include "lib/testcase/check.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/provoke.h"
#include "lib/testcase/stimuli.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

struct Canaries {
  std::string directory;
  std::vector<Targets> targets;  // one for each session
};

Result<Canaries> PlaceCanaries(Dut& dut, size_t count,
                               const std::vector<std::string>& refused) {
  Canaries canaries;
  IEC_ASSIGN_OR_RETURN(canaries.directory, dut.TemporaryDirectory());
  for (size_t i = 0; i < count; ++i) {
    const Targets targets = {fmt::format("{}/secret-{}", canaries.directory, i),
                             fmt::format("{}/public-{}", canaries.directory, i),
                             refused};
    IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), targets.secret, "x\n", 0600));
    IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), targets.readable, "x\n", 0644));
    canaries.targets.push_back(targets);
  }
  if (chmod(canaries.directory.c_str(), 0755) != 0) {
    return ErrnoError("opening up", canaries.directory);
  }
  return canaries;
}

// Those of a list that are there.
Result<std::vector<std::string>> FilesOf(const Profile& profile,
                                         std::string_view parameter) {
  IEC_ASSIGN_OR_RETURN(std::vector<std::string> files, profile.List(parameter));
  // Where auditd was told to write elsewhere, that file is meant.
  std::replace(files.begin(), files.end(), std::string(kAuditLogPath),
               AuditLogPath());
  std::erase_if(files, [&](const std::string& file) {
    if (Exists(file)) return false;
    Note(fmt::format("{} of {} is not there: nothing is tried with it", file,
                     parameter));
    return true;
  });
  return files;
}

// Into each directory of these files that takes more of the kind ("sudoers.d")
// one that is new: a watch of the files that are there does not see it. Such a
// name is passed over by whoever reads them.
Result<std::vector<std::string>> PlaceDropIns(
    Dut& dut, const std::vector<std::string>& files) {
  std::set<std::string> directories;
  for (const std::string& file : files) {
    const std::string directory = file.substr(0, file.rfind('/'));
    if (directory.ends_with(".d")) directories.insert(directory);
  }
  std::vector<std::string> placed;
  for (const std::string& directory : directories) {
    placed.push_back(
        fmt::format("{}/iec-{}.new", directory, Hex(RandomBytes(6))));
    IEC_RETURN_IF_ERROR(MakeFile(dut.undo(), placed.back(), "", 0440));
  }
  return placed;
}

std::string Describe(const Trails::News& news) {
  return news.audit_problem.empty()
             ? fmt::format("{} events", news.audit_events)
             : news.audit_problem;
}

}  // namespace

IEC_TEST_CASE(
    CR_2_8, each_category_leaves_a_record, .plan = "CR2.8.t1",
    .title = "An event of each category leaves a complete record of its own",
    .tried =
        "On each declared interface a temporary user logs in with a wrong and "
        "the right password, and in the session reads protected files and "
        "makes a request that is not the user's to make; something that is no "
        "SSH is sent to each SSH server; a service restarts; the backup hook "
        "runs; on behalf of a person, declared configuration files, an empty "
        "one more in each of their directories called something.d, and the "
        "audit trail are opened for writing, modes set to what they are, and "
        "the kernel's audit is given a command.",
    .passes_when =
        "Within the declared time the audit trail or the journal holds for "
        "each of these a record which belongs to it alone and has time stamp, "
        "source, category, type, event id and the right result.",
    .not_covered =
        "Events of the product's own applications; starts and stops of the "
        "device itself, changes of its time; a restore; that the records are "
        "complete over a longer time.",
    .remedy =
        "Look which category the message names: pam and sshd record logins "
        "unless an exclude rule drops them (auditctl -l); the others need a "
        "rule in /etc/audit/rules.d with a key of their category, before which "
        "no 'never' rule stands. auditctl -s must say 'enabled 1' and name "
        "the pid of auditd.",
    .uses = {Resource::kAuditTrail, Resource::kServices, Resource::kClock},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"audit.wait_seconds", "audit.in_journal",
                   "audit.configuration_files", "audit.log_files",
                   "audit.protected_files", "audit.restart_units"},
    .supersedes = {"TC_CR2.8_1", "TC_CR2.8_2"},
    .lanes = {Lane::kQemu, Lane::kBoard},
    .timeout = std::chrono::seconds(300)) {
  const Profile& profile = dut.profile();
  IEC_OBTAIN(const int64_t wait, profile.Integer("audit.wait_seconds"));
  IEC_OBTAIN(const auto units, profile.List("audit.restart_units"));
  IEC_OBTAIN(auto configuration, FilesOf(profile, "audit.configuration_files"));
  IEC_OBTAIN(const auto logs, FilesOf(profile, "audit.log_files"));
  IEC_OBTAIN(const auto refused, FilesOf(profile, "audit.protected_files"));
  IEC_CONTROL(!configuration.empty(), "a configuration file is declared",
              fmt::format("{} are there", configuration.size()));
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(profile, first.name));
  IEC_CONTROL(!paths.empty(), "the profile declares a way in for people",
              "neither a console nor SSH is declared");
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(paths.size() - 1));
  accounts.push_back(std::move(first));
  IEC_OBTAIN(const auto canaries, PlaceCanaries(dut, paths.size(), refused));
  IEC_OBTAIN(const auto placed, PlaceDropIns(dut, configuration));
  configuration.insert(configuration.end(), placed.begin(), placed.end());
  const auto taken = Trails::Take(profile);
  if (!taken.ok()) {
    Expect(false, "the device keeps a trail of events", taken.error().message);
    return;
  }
  const Trails& trails = *taken;

  Stimuli stimuli;
  InParallel(paths.size() + 1, [&](size_t i) {
    if (i < paths.size()) {
      ProvokeByLogin(stimuli, paths[i], accounts[i], canaries.targets[i]);
      return;
    }
    for (const HumanInterface& interface : profile.interfaces) {
      if (interface.kind == HumanInterface::Kind::kSsh) {
        ProvokeByBadRequest(stimuli, interface);
      }
    }
    ProvokeByServices(stimuli, units);
    Administrator administrator(stimuli, accounts[0].uid);
    administrator.TouchConfiguration(configuration);
    administrator.TouchAuditLogs(logs);
    if (!administrator.ControlAudit() && logs.empty()) {
      Expect(false, fmt::format("{}: there is an audit trail", kAuditLogEvents),
             "neither auditctl nor a file of the trail is there");
    }
    if (profile.Declares(Capability::kBackup)) {
      administrator.BackUp(profile.hooks.backup,
                           canaries.directory + "/backup");
    } else {
      Note("the profile declares no backup: that category is left out");
    }
  });

  stimuli.Judge(trails, std::chrono::seconds(wait));
  if (profile.Declares(Capability::kAudit)) {
    IEC_OBTAIN(const auto news, trails.Since());
    Expect(news.audit_events > 0, "the audit trail takes in new records",
           Describe(news));
  }
  const auto& access = stimuli.Labels(kAccessControl);
  for (const std::string& label : stimuli.Labels(kConfigurationChanges)) {
    Expect(label.empty() || !access.contains(label),
           "configuration changes: the category is not that of refused access",
           "the records say: " + Printable(label));
  }
}

}  // namespace iec
