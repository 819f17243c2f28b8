// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/json_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "lib/base/text.h"
#include "lib/collect/callback.h"

namespace iec {
namespace {

constexpr size_t kMaxDocuments = 1'000'000;
constexpr size_t kMaxBadLines = 20;

// "line 1: what" becomes what is said of this line.
std::string OfLine(const Error& error) {
  constexpr std::string_view kFirst = "line 1: ";
  std::string_view message = error.message;
  if (message.starts_with(kFirst)) message.remove_prefix(kFirst.size());
  return std::string(message);
}

bool EndsAsDocument(std::string_view trimmed) {
  return trimmed.size() > 1 && trimmed.ends_with('}');
}

}  // namespace

void JsonLines::Feed(size_t number, std::string_view line) {
  const std::string_view trimmed = Trim(line);
  if (!begun_ && !trimmed.empty()) {
    begun_ = true;
    one_a_line_ = EndsAsDocument(trimmed);
  }
  if (one_a_line_) return FeedDocument(number, line);
  if (!status_.ok()) return;
  has_document_ =
      has_document_ || (trimmed.starts_with('{') && EndsAsDocument(trimmed));
  if (whole_.size() + line.size() > kMaxJsonBytes) {
    if (has_document_) {
      GoLineByLine();
      return FeedDocument(number, line);
    }
    status_ =
        Error{fmt::format("line {}: a JSON document of more than {} bytes",
                          number, kMaxJsonBytes)};
    return;
  }
  whole_ += line;
  whole_ += '\n';
}

void JsonLines::FeedDocument(size_t number, std::string_view line) {
  if (Trim(line).empty() || ++documents_ > kMaxDocuments) return;
  auto read = reader_.Read(line);
  if (read.ok()) {
    read->input.name = fmt::format("{}:{}", name_, number);
    all_.push_back(std::move(*read));
    return;
  }
  ++bad_lines_;
  if (bad_.size() < kMaxBadLines) {
    bad_.push_back({number, OfLine(read.error())});
  }
}

void JsonLines::GoLineByLine() {
  one_a_line_ = true;
  const std::string lines = std::exchange(whole_, {});
  std::string_view rest = lines;
  for (size_t number = 1; !rest.empty(); ++number) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    FeedDocument(number, line);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
}

Result<std::vector<Collected>> JsonLines::Finish(size_t too_long) {
  IEC_RETURN_IF_ERROR(status_);
  if (!one_a_line_) {
    auto read = reader_.Read(whole_);
    if (read.ok()) {
      documents_ = 1;
      all_.push_back(std::move(*read));
      return All();
    }
    if (!has_document_) return read.error();
    GoLineByLine();
    if (all_.empty()) return read.error();
  }
  if (too_long != 0) {
    bad_.push_back(
        {too_long, fmt::format("a line of more than {} bytes", kMaxJsonBytes)});
  }
  if (documents_ > kMaxDocuments) {
    bad_.push_back({0, fmt::format("more than {} documents: the others are "
                                   "ignored",
                                   kMaxDocuments)});
  }
  const size_t listed = std::min(bad_lines_, kMaxBadLines);
  if (bad_lines_ > listed) {
    bad_.push_back({0, fmt::format("{} more lines that cannot be read",
                                   bad_lines_ - listed)});
  }
  return All();
}

// Where the file has but one document, that is the file.
Result<std::vector<Collected>> JsonLines::All() {
  if (all_.empty()) {
    if (bad_.empty()) return Error{"holds no JSON document"};
    return Error{
        fmt::format("line {}: {}", bad_.front().line, bad_.front().what)};
  }
  if (documents_ == 1) all_.front().input.name = name_;
  if (!bad_.empty()) {
    Collected of_file;
    of_file.input.name = name_;
    of_file.input.problems = std::move(bad_);
    all_.push_back(std::move(of_file));
  }
  return std::move(all_);
}

}  // namespace iec
