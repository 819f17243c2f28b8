// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/kernel_audit.h"

#include <linux/audit.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cstring>

#include "lib/base/file.h"

namespace iec {
namespace {

constexpr timeval kAnswerLimit{10, 0};
constexpr uint32_t kSequence = 1;

Status Ask(int fd) {
  nlmsghdr request{};
  request.nlmsg_len = NLMSG_LENGTH(0);
  request.nlmsg_type = AUDIT_GET;
  request.nlmsg_flags = NLM_F_REQUEST;
  request.nlmsg_seq = kSequence;
  sockaddr_nl kernel{};
  kernel.nl_family = AF_NETLINK;
  if (sendto(fd, &request, request.nlmsg_len, 0,
             reinterpret_cast<const sockaddr*>(&kernel), sizeof kernel) < 0) {
    return ErrnoError("asking the kernel's audit");
  }
  return {};
}

}  // namespace

Result<KernelAudit> AskKernelAudit() {
  const UniqueFd fd(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT));
  if (!fd) return ErrnoError("asking the kernel's audit");
  setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &kAnswerLimit,
             sizeof kAnswerLimit);
  IEC_RETURN_IF_ERROR(Ask(fd.get()));
  for (;;) {
    alignas(nlmsghdr) char buffer[8192];
    const ssize_t count = recv(fd.get(), buffer, sizeof buffer, 0);
    if (count < 0) return ErrnoError("hearing the kernel's audit");
    nlmsghdr header{};
    if (static_cast<size_t>(count) < sizeof header) continue;
    std::memcpy(&header, buffer, sizeof header);
    if (header.nlmsg_seq != kSequence) continue;
    if (header.nlmsg_type == NLMSG_ERROR) {
      return Error{"the kernel's audit answers nobody here"};
    }
    if (header.nlmsg_type != AUDIT_GET) continue;
    audit_status status{};
    std::memcpy(&status, buffer + NLMSG_HDRLEN,
                std::min<size_t>(sizeof status,
                                 static_cast<size_t>(count) - NLMSG_HDRLEN));
    KernelAudit answer;
    answer.enabled = status.enabled;
    answer.failure = status.failure;
    answer.daemon = static_cast<pid_t>(status.pid);
    answer.lost = status.lost;
    return answer;
  }
}

}  // namespace iec
