// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/notice_files.h"

#include <sys/stat.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/paths.h"
#include "lib/dut/sshd_settings.h"

namespace iec {
namespace {

void Add(std::vector<std::string>& files, const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
      std::find(files.begin(), files.end(), path) == files.end()) {
    files.push_back(path);
  }
}

}  // namespace

std::vector<std::string> IssueFilesOf(const std::vector<std::string>& argv) {
  std::vector<std::string> files;
  for (size_t i = 1; i < argv.size(); ++i) {
    std::string value;
    for (const std::string_view option : {"--issue-file=", "-f"}) {
      if (argv[i].starts_with(option) && argv[i].size() > option.size()) {
        value = argv[i].substr(option.size());
      }
    }
    if ((argv[i] == "-f" || argv[i] == "--issue-file") && i + 1 < argv.size()) {
      value = argv[++i];
    }
    for (const std::string& path : Split(value, ':')) {
      if (path.starts_with('/')) files.push_back(path);
    }
  }
  return files;
}

std::vector<std::string> NoticeFilesOfPam(std::string_view service) {
  std::vector<std::string> files;
  for (const std::string& line : Split(service, '\n')) {
    const bool shows = line.find("pam_echo.so") != std::string::npos ||
                       line.find("pam_issue.so") != std::string::npos;
    if (!shows || line.starts_with('#')) continue;
    for (const std::string& word : Split(line, ' ')) {
      for (const std::string_view option : {"file=", "issue="}) {
        if (word.starts_with(option)) {
          files.push_back(word.substr(option.size()));
        }
      }
    }
  }
  return files;
}

NoticeFiles FindNoticeFiles(const std::vector<Getty>& gettys) {
  NoticeFiles files;
  for (const char* pattern :
       {"/etc/issue", "/etc/issue.net", "/etc/issue.d/*", "/run/issue",
        "/run/issue.d/*", "/usr/lib/issue", "/usr/lib/issue.d/*"}) {
    for (const std::string& path : MatchingPaths(pattern)) {
      Add(files.shown, path);
    }
  }
  for (const Getty& getty : gettys) {
    for (const std::string& path : IssueFilesOf(getty.argv)) {
      Add(files.shown, path);
    }
  }
  for (const std::string& path : MatchingPaths("/etc/pam.d/*")) {
    const auto service = ReadFile(path);
    if (!service.ok()) continue;
    for (const std::string& file : NoticeFilesOfPam(*service)) {
      Add(files.shown, file);
    }
  }
  for (const std::string& config : SshdConfigFiles()) {
    Add(files.deciding, config);
    for (const SshdSetting& setting : ReadSshdSettings(config)) {
      if (setting.keyword == "banner") Add(files.shown, setting.value);
    }
  }
  for (const std::string& path :
       MatchingPaths("/etc/ssh/sshd_config.d/*.conf")) {
    Add(files.deciding, path);
  }
  // Whoever may make these adds to the notice.
  for (const char* path : {"/etc/issue.d/new.issue", "/run/issue.d/new.issue",
                           "/etc/ssh/sshd_config.d/new.conf"}) {
    files.deciding.emplace_back(path);
  }
  return files;
}

}  // namespace iec
