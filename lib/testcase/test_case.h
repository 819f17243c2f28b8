// SPDX-License-Identifier: Apache-2.0
// testcase: how a test case is declared, registered, isolated and judged.
//
// A test case is one file with one declaration and one body. The declaration
// is data: the listing, `explain`, the plan and the LAVA definitions are read
// from it. The body runs in a process of its own (child_process.h) and says
// what it found through check.h.
#ifndef IEC_LIB_TESTCASE_TEST_CASE_H_
#define IEC_LIB_TESTCASE_TEST_CASE_H_

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/catalogue/catalogue.h"
#include "lib/dut/dut.h"
#include "lib/profile/capability.h"

namespace iec {

enum class Privilege { kNone, kRoot };

// What a test uses while it runs, alone or as one of several: see `uses` and
// `shares`.
enum class Resource {
  kAccounts,      // the account files, users and what belongs to them
  kSshLogin,      // SSH logins, and the device's limits of them
  kConsoleLogin,  // the same on consoles
  kOldPasswords,  // of everybody; PAM writes their file without a lock
  kAuditTrail,
  kFilesystem,  // reads all of it, or needs it unchanged
  kServices,
  kNetwork,
  kClock,
  kEverything,  // nothing else may run beside it
};
std::string_view Name(Resource resource);

enum class Impact { kLive, kReboot, kDestructive };
inline constexpr std::array kImpacts = {Impact::kLive, Impact::kReboot,
                                        Impact::kDestructive};
std::string_view Name(Impact impact);

struct TestCase {
  // Set by IEC_TEST_CASE.
  std::string_view requirement;  // token: CR_1_11
  std::string_view name;
  void (*body)(Dut&) = nullptr;
  std::string_view file;

  std::string_view plan;  // id in the test plan: "CR1.11.t1"
  std::string_view title;
  std::string_view tried;        // the stimulus
  std::string_view passes_when;  // the criterion
  std::string_view not_covered;  // stays with the product supplier
  std::string_view remedy;       // how to mend a failure
  std::vector<Capability> needs;
  Privilege privilege = Privilege::kRoot;
  // Alone: no test that uses or shares one of these runs beside it, as the test
  // needs it unchanged, judges all of it or changes it for everybody.
  std::vector<Resource> uses;
  // Beside others that share it: temporary users of its own and their logins.
  // What it judges is theirs only.
  std::vector<Resource> shares;
  std::vector<std::string_view> parameters;  // of parameters.yaml
  std::vector<std::string_view> supersedes;  // CIP shell tests
  std::vector<Lane> lanes = {Lane::kContainer, Lane::kQemu, Lane::kBoard};
  // Needs a second machine on the network, which the run names: dut.peer().
  bool peer = false;
  Impact impact = Impact::kLive;
  // What it sleeps beside its work, say for a lock to end; `waits_for` is one
  // of its parameters, in seconds, that it waits for in addition. Those that
  // wait longest start first.
  std::chrono::seconds waits{0};
  std::string_view waits_for;
  // Ample: other tests run beside it, on a device that may be slow.
  std::chrono::seconds timeout{60};

  std::string Id() const;  // CR_1_11_locks_account
  // Null only where ValidateDeclarations() would fail.
  const Requirement* requirement_data() const;
};

// In the order of the catalogue, then by name.
const std::vector<TestCase>& AllTestCases();
void RegisterTestCase(TestCase test);  // before main only

// Every rule that a declaration can break: unknown requirement or parameter,
// an id that a consumer would mangle, a missing text, a doubled id.
Status ValidateDeclarations(const std::vector<TestCase>& tests);

}  // namespace iec

// IEC_TEST_CASE(CR_1_11, locks_account, .plan = "CR1.11.t1", ...) { body }
// The body is given `iec::Dut& dut`.
#define IEC_TEST_CASE(token, test_name, ...)                                \
  static void IecBody_##token##_##test_name(iec::Dut& dut);                 \
  [[maybe_unused]] static const bool iec_registered_##token##_##test_name = \
      (iec::RegisterTestCase(                                               \
           iec::TestCase{.requirement = #token,                             \
                         .name = #test_name,                                \
                         .body = &IecBody_##token##_##test_name,            \
                         .file = __FILE__,                                  \
                         __VA_ARGS__}),                                     \
       true);                                                               \
  static void IecBody_##token##_##test_name([[maybe_unused]] iec::Dut& dut)

#endif  // IEC_LIB_TESTCASE_TEST_CASE_H_
