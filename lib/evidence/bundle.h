// SPDX-License-Identifier: Apache-2.0
// bundle: inputs, reports, a manifest of their digests and a signed statement
// of what they show; made, and checked by somebody who has only the public
// key. schema.md describes it.
#ifndef IEC_LIB_EVIDENCE_BUNDLE_H_
#define IEC_LIB_EVIDENCE_BUNDLE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/result.h"
#include "lib/evidence/key.h"
#include "lib/evidence/unpack.h"
#include "lib/report/assessment.h"

namespace iec {

// Reads the files of a bundle and assesses them. All names begin in
// `directory`, which is left out where a name is shown; `profile` may be empty.
using Assessor = std::function<Result<Assessment>(
    const std::string& directory, const std::vector<std::string>& files,
    const std::string& profile)>;

struct BundleRequest {
  std::vector<std::string> inputs;  // regular files
  std::string profile;              // a regular file; empty: none
  // Name below reports/ and content of each report.
  std::function<std::vector<std::pair<std::string, std::string>>(
      const Assessment&)>
      reports;
};

// Makes a directory, or a tar where `output` ends with ".tar"; neither may be
// there yet. What is assessed is the copies in the bundle, so that it is what
// is signed, whatever becomes of the files meanwhile.
Result<Assessment> MakeBundle(const BundleRequest& request,
                              const EvidenceKey& private_key,
                              const Assessor& assess,
                              const std::string& output);

struct Verification {
  std::vector<std::string> problems;  // "inputs/001-run.txt: its SHA-256 ..."
  // What could not be looked at, and why: a bundle that cannot be read, records
  // whose key is not at hand.
  std::vector<std::string> unchecked;
  std::string result;                 // of the statement, once it is believed
  std::vector<std::string> subjects;  // "image ...: sha256:..."
  size_t files = 0;
  bool ok() const { return problems.empty() && unchecked.empty(); }
};

// Everything that is wrong, and where. Of a bundle whose envelope does not
// hold nothing else is looked at.
Verification VerifyBundle(const std::string& bundle,
                          const EvidenceKey& public_key, const Assessor& assess,
                          uint64_t max_bytes = kMaxBundleBytes);

// A directory of our own that goes with the object.
class TemporaryDirectory {
 public:
  static Result<TemporaryDirectory> Make(const std::string& prefix);
  TemporaryDirectory(TemporaryDirectory&& other) noexcept
      : path_(std::exchange(other.path_, "")) {}
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
  ~TemporaryDirectory();

  const std::string& path() const { return path_; }

 private:
  explicit TemporaryDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_BUNDLE_H_
