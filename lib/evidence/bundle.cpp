// SPDX-License-Identifier: Apache-2.0
#include "lib/evidence/bundle.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/version.h"
#include "lib/evidence/dsse.h"
#include "lib/evidence/manifest.h"
#include "lib/evidence/statement.h"
#include "lib/evidence/tar.h"

namespace iec {
namespace {

Result<int64_t> CopyFile(const std::string& from, const std::string& to) {
  // Not to wait for somebody who writes into a pipe.
  const UniqueFd in(
      open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!in) return ErrnoError("opening", from);
  struct stat info {};
  if (fstat(in.get(), &info) != 0) return ErrnoError("reading", from);
  if (!S_ISREG(info.st_mode)) {
    return Error{from +
                 " is no regular file: save what a pipe or a device gives in "
                 "one, and make the bundle of that"};
  }
  const UniqueFd out(open(
      to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!out) return ErrnoError("creating", to);
  std::string buffer(256u << 10, '\0');
  int64_t size = 0;
  for (;;) {
    const ssize_t count = read(in.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError("reading", from);
    if (count == 0) return size;
    size += count;
    if (static_cast<uint64_t>(size) > kMaxBundleBytes) {
      return Error{from + " is too large for a bundle"};
    }
    IEC_RETURN_IF_ERROR(
        WriteAll(out.get(), {buffer.data(), static_cast<size_t>(count)}));
  }
}

class Maker {
 public:
  Maker(const BundleRequest& request, const EvidenceKey& key,
        const Assessor& assess, std::string directory)
      : request_(request),
        key_(key),
        assess_(assess),
        directory_(std::move(directory)) {}

  Result<Assessment> Make() {
    IEC_RETURN_IF_ERROR(CheckNumber(request_.inputs.size()));
    for (const char* name : {"/inputs", "/reports"}) {
      if (mkdir((directory_ + name).c_str(), 0755) != 0) {
        return ErrnoError("making", directory_ + name);
      }
    }
    manifest_.made_by = fmt::format("iec-collector {} ({})", kVersion, kCommit);
    IEC_RETURN_IF_ERROR(AddInputs());
    std::vector<std::string> inputs;
    for (const auto& [path, digest] : records_) inputs.push_back(path);
    IEC_ASSIGN_OR_RETURN(Assessment assessment,
                         assess_(directory_, inputs,
                                 request_.profile.empty() ? "" : kProfileName));
    const auto reports = request_.reports(assessment);
    IEC_RETURN_IF_ERROR(CheckNumber(inputs.size() + reports.size()));
    for (const auto& [name, content] : reports) {
      IEC_RETURN_IF_ERROR(
          AddContent("reports/" + ToBundleName(name), "report", content));
    }
    const std::string json = ToJson(manifest_);
    IEC_RETURN_IF_ERROR(Write(kManifestName, json));
    IEC_ASSIGN_OR_RETURN(const Statement statement,
                         StatementOf(assessment, Sha256Hex(json), records_));
    IEC_ASSIGN_OR_RETURN(
        const std::string envelope,
        SignEnvelope(kInTotoPayloadType, ToJson(statement), key_));
    IEC_RETURN_IF_ERROR(Write(kEnvelopeName, envelope));
    return assessment;
  }

  // In the order in which a reader needs them.
  std::vector<std::string> Names() const {
    std::vector<std::string> names = {kEnvelopeName, kManifestName};
    for (const ManifestFile& file : manifest_.files) names.push_back(file.path);
    return names;
  }

 private:
  // What verify would refuse is not made.
  static Status CheckNumber(size_t files) {
    files += 3;  // manifest, envelope and profile
    if (files <= kMaxBundleFiles) return {};
    return Error{fmt::format(
        "{} files are too many for a bundle, which takes {}: make several",
        files, kMaxBundleFiles)};
  }

  Status Write(const std::string& name, const std::string& content) const {
    return CreateFile(directory_ + "/" + name, content, 0644);
  }

  Status AddInputs() {
    size_t number = 0;
    for (const std::string& input : request_.inputs) {
      const std::string path =
          fmt::format("inputs/{:03}-{}", ++number, ToBundleName(input));
      IEC_RETURN_IF_ERROR(AddFile(path, "input", input));
      records_.emplace_back(path, manifest_.files.back().sha256);
    }
    if (request_.profile.empty()) return {};
    return AddFile(kProfileName, "profile", request_.profile);
  }

  Status AddFile(const std::string& path, const std::string& role,
                 const std::string& from) {
    const std::string target = directory_ + "/" + path;
    IEC_ASSIGN_OR_RETURN(const int64_t size, CopyFile(from, target));
    IEC_ASSIGN_OR_RETURN(const std::string digest, Sha256HexOfFile(target));
    manifest_.files.push_back({path, role, digest, size});
    return {};
  }

  Status AddContent(const std::string& path, const std::string& role,
                    const std::string& content) {
    manifest_.files.push_back(
        {path, role, Sha256Hex(content), static_cast<int64_t>(content.size())});
    return Write(path, content);
  }

  const BundleRequest& request_;
  const EvidenceKey& key_;
  const Assessor& assess_;
  std::string directory_;
  Manifest manifest_;
  Subjects records_;
};

Status Pack(const std::string& directory, const std::vector<std::string>& names,
            const std::string& output) {
  UniqueFd fd(open(output.c_str(),
                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!fd) return ErrnoError("creating", output);
  Status status = WriteTar(directory, names, fd.get());
  if (!status.ok()) unlink(output.c_str());
  return status;
}

}  // namespace

Result<TemporaryDirectory> TemporaryDirectory::Make(const std::string& prefix) {
  std::string path = prefix + "XXXXXX";
  if (mkdtemp(path.data()) == nullptr) return ErrnoError("making", path);
  return TemporaryDirectory(std::move(path));
}

TemporaryDirectory::~TemporaryDirectory() {
  // What remains of it is no reason to say anything else.
  if (!path_.empty()) static_cast<void>(RemoveTree(path_).ok());
}

Result<Assessment> MakeBundle(const BundleRequest& request,
                              const EvidenceKey& private_key,
                              const Assessor& assess,
                              const std::string& output) {
  std::string place = output;
  while (place.size() > 1 && place.ends_with('/')) place.pop_back();
  if (Exists(place)) {
    return Error{place + " is there already: a bundle is never overwritten"};
  }
  // Beside its place, so that it can be renamed: a bundle is whole or absent.
  IEC_ASSIGN_OR_RETURN(
      const TemporaryDirectory work,
      TemporaryDirectory::Make(DirectoryOf(place) + "/.iec-bundle-"));
  const std::string directory = work.path() + "/bundle";
  if (mkdir(directory.c_str(), 0755) != 0) {
    return ErrnoError("making", directory);
  }
  Maker maker(request, private_key, assess, directory);
  IEC_ASSIGN_OR_RETURN(Assessment assessment, maker.Make());
  if (place.ends_with(".tar")) {
    IEC_RETURN_IF_ERROR(Pack(directory, maker.Names(), place));
  } else if (rename(directory.c_str(), place.c_str()) != 0) {
    return ErrnoError("making", place);
  }
  return assessment;
}

}  // namespace iec
