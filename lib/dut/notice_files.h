// SPDX-License-Identifier: Apache-2.0
// The files that a notice of use comes from.
#ifndef IEC_LIB_DUT_NOTICE_FILES_H_
#define IEC_LIB_DUT_NOTICE_FILES_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/dut/getty.h"

namespace iec {

struct NoticeFiles {
  // Those that are there: of gettys (by their options, or issue(5) and its
  // directories), of SSH servers, of PAM services.
  std::vector<std::string> shown;
  // What decides about them, and where more can be put: the configuration of
  // SSH servers, the directories of issue(5).
  std::vector<std::string> deciding;
};
NoticeFiles FindNoticeFiles(const std::vector<Getty>& gettys);

// "-f FILE", "--issue-file=FILE:FILE" among a getty's words.
std::vector<std::string> IssueFilesOf(const std::vector<std::string>& argv);

// Of lines like "auth optional pam_echo.so file=/etc/notice" in a PAM service.
std::vector<std::string> NoticeFilesOfPam(std::string_view service);

}  // namespace iec

#endif  // IEC_LIB_DUT_NOTICE_FILES_H_
