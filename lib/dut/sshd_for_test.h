// SPDX-License-Identifier: Apache-2.0
// For unit tests: an OpenSSH server of their own on a loopback port, with its
// own configuration and host key in a directory that goes with it.
#ifndef IEC_LIB_DUT_SSHD_FOR_TEST_H_
#define IEC_LIB_DUT_SSHD_FOR_TEST_H_

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/tcp.h"
#include "lib/dut/listeners.h"
#include "lib/dut/process.h"
#include "lib/dut/ssh_key.h"

namespace iec {

class SshdForTest {
 public:
  // Null with `why` set where this machine cannot run one.
  static std::optional<SshdForTest> Start(const std::string& settings,
                                          std::string* why) {
    if (!FindProgram("sshd").ok()) {
      *why = "openssh-server is not installed";
      return std::nullopt;
    }
    SshdForTest server;
    if (!server.Prepare(settings, why)) return std::nullopt;
    return server;
  }

  SshdForTest(SshdForTest&&) = default;
  ~SshdForTest() {
    if (directory_.empty()) return;
    process_.reset();
    (void)RemoveTree(directory_);
    // Only if empty, and then we made it.
    if (made_privilege_directory_) rmdir("/run/sshd");
  }

  uint16_t port() const { return port_; }
  const std::string& directory() const { return directory_; }
  const SshKey& user_key() const { return *user_key_; }
  std::string Log() const {
    return ReadFile(directory_ + "/log").ok()
               ? ReadFile(directory_ + "/log").value()
               : "";
  }

 private:
  SshdForTest() = default;

  bool Prepare(const std::string& settings, std::string* why) {
    char path[] = "/tmp/iec-sshd-XXXXXX";
    directory_ = mkdtemp(path);
    // sshd refuses to start as root without it.
    made_privilege_directory_ = mkdir("/run/sshd", 0755) == 0;
    {
      // One that is free again when sshd starts.
      const auto own = OwnListener::Start();
      if (!own.ok()) {
        *why = own.error().message;
        return false;
      }
      port_ = own->listener().port;
    }
    auto host_key = SshKey::Generate();
    auto user_key = SshKey::Generate();
    if (!host_key.ok() || !user_key.ok()) {
      *why = "no key could be generated";
      return false;
    }
    user_key_ = *user_key;
    const std::string config =
        "ListenAddress 127.0.0.1\nPort " + std::to_string(port_) +
        "\nHostKey " + directory_ + "/host_key\nPidFile none\n" +
        "AuthorizedKeysFile " + directory_ + "/authorized_keys\n" +
        "StrictModes no\nPermitRootLogin yes\nLogLevel VERBOSE\n" +
        "PrintLastLog no\nPrintMotd no\n" + settings;
    chmod(directory_.c_str(), 0755);
    if (!CreateFile(directory_ + "/host_key", *host_key->PrivateText(), 0600)
             .ok() ||
        !CreateFile(directory_ + "/authorized_keys",
                    *user_key->PublicLine() + "\n", 0644)
             .ok() ||
        !CreateFile(directory_ + "/config", config, 0600).ok()) {
      *why = "its files could not be written";
      return false;
    }
    auto process = BackgroundProcess::Start(
        {.argv = {"sshd", "-D", "-E", directory_ + "/log", "-f",
                  directory_ + "/config"}});
    if (!process.ok()) {
      *why = process.error().message;
      return false;
    }
    process_ = std::move(*process);
    for (int tries = 0; tries < 500; ++tries) {
      if (ConnectTcp("127.0.0.1", port_, std::chrono::seconds(1)).ok()) {
        return true;
      }
      if (!process_->Running()) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    *why = "sshd does not start: " + Log();
    return false;
  }

  struct Directory : std::string {
    using std::string::operator=;
    Directory() = default;
    Directory(Directory&& other) noexcept
        : std::string(std::exchange(static_cast<std::string&>(other), "")) {}
  };

  Directory directory_;
  bool made_privilege_directory_ = false;
  uint16_t port_ = 0;
  std::optional<SshKey> user_key_;
  std::optional<BackgroundProcess> process_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_SSHD_FOR_TEST_H_
