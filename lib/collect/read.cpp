// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/read.h"

#include <fmt/format.h>

#include <functional>
#include <memory>

#include "lib/base/text.h"
#include "lib/collect/callback.h"
#include "lib/collect/input_kind.h"
#include "lib/collect/json_lines.h"
#include "lib/collect/lava_log_reader.h"
#include "lib/collect/line_cutter.h"
#include "lib/collect/result_list.h"
#include "lib/record/reader.h"

namespace iec {
namespace {

constexpr size_t kBufferBytes = 256u << 10;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Gives pieces of bytes, each with kLinePadding readable ones behind it; an
// empty one at the end.
using Pieces = std::function<Result<std::string_view>()>;

// "line 12: what" becomes "name:12: what".
Error InFile(const std::string& name, const Error& error) {
  constexpr std::string_view kLine = "line ";
  std::string_view message = error.message;
  if (!message.starts_with(kLine)) return error.Within(name);
  message.remove_prefix(kLine.size());
  return Error{fmt::format("{}:{}", name, message)};
}

class Reading {
 public:
  Reading(std::string name, std::string key, Pieces pieces)
      : name_(std::move(name)), key_(std::move(key)), pieces_(pieces) {}

  Result<std::vector<Collected>> Run() {
    IEC_ASSIGN_OR_RETURN(std::string_view first, pieces_());
    if (first.starts_with(kByteOrderMark)) {
      first.remove_prefix(kByteOrderMark.size());
    }
    switch (KindOf(first)) {
      case InputKind::kJson:
        return ReadJson(first);
      case InputKind::kResults:
        return ReadResults(first);
      case InputKind::kJobEnd:
        return ReadJobEnd(first);
      case InputKind::kLines:
        break;
    }
    return ReadLines(first);
  }

 private:
  Status FeedAll(std::string_view piece, LineCutter& lines) {
    while (!piece.empty()) {
      lines.Feed(piece);
      IEC_ASSIGN_OR_RETURN(piece, pieces_());
    }
    lines.Finish();
    return {};
  }

  // The whole of it, up to a limit.
  Result<std::string> TakeAll(std::string_view piece, size_t limit) {
    std::string text;
    while (!piece.empty()) {
      if (text.size() + piece.size() > limit) {
        return Error{fmt::format("a document of more than {} bytes", limit)};
      }
      text += piece;
      IEC_ASSIGN_OR_RETURN(piece, pieces_());
    }
    return text;
  }

  Result<std::vector<Collected>> One(Collected collected) {
    collected.input.name = name_;
    std::vector<Collected> all;
    all.push_back(std::move(collected));
    return all;
  }

  Result<std::vector<Collected>> ReadLines(std::string_view piece) {
    Collected collected;
    RecordReader records(key_);
    ProblemList shell;
    std::unique_ptr<LavaLogReader> log;
    const auto feed = [&](size_t number, std::string_view line) {
      if (IsLavaLogLine(line)) {
        if (!log) log = std::make_unique<LavaLogReader>(records, collected);
        return log->Feed(number, line);
      }
      records.Feed(number, line);
      TakeShellLine(number, line, collected, shell);
    };
    LineCutter lines(feed, kMaxInputLine);
    const Status status = FeedAll(piece, lines);
    if (!status.ok()) return status.error();
    RecordInput input = records.Finish();
    input.job = collected.input.job;
    if (log) {
      const std::vector<Problem> of_log = log->Finish();
      input.job = collected.input.job;
      input.problems.insert(input.problems.end(), of_log.begin(), of_log.end());
    }
    const std::vector<Problem> of_shell = shell.Take();
    input.problems.insert(input.problems.end(), of_shell.begin(),
                          of_shell.end());
    if (lines.first_too_long() != 0) {
      input.problems.push_back(
          {lines.first_too_long(),
           fmt::format("a line of more than {} bytes is ignored",
                       kMaxInputLine)});
    }
    input.peer = std::move(collected.input.peer);
    collected.input = std::move(input);
    if (collected.input.record_lines == 0 && !log && collected.shell.empty() &&
        of_shell.empty()) {
      return Error{
          "holds no record of iec-runner: it wants a record file, a console "
          "log with IEC1 lines in it, a log, results or a callback of LAVA, or "
          "results of the CIP shell suite"};
    }
    return One(std::move(collected));
  }

  Result<std::vector<Collected>> ReadResults(std::string_view piece) {
    IEC_ASSIGN_OR_RETURN(const std::string text, TakeAll(piece, kMaxYamlBytes));
    Collected collected;
    std::string foreign;
    ResultListReader reader;
    const Status status = reader.Read(text, [&](const LavaCase& lava) {
      ++collected.page;
      TakeCase(lava, collected);
      if (lava.job != collected.input.job->id) foreign = lava.job;
    });
    if (!status.ok()) return status.error();
    if (collected.page == 0) return Error{"line 1: a list without results"};
    if (!foreign.empty()) {
      return Error{fmt::format(
          "line 1: results of two jobs in one document: "
          "{} and {}",
          Printable(collected.input.job->id, 20), Printable(foreign, 20))};
    }
    return One(std::move(collected));
  }

  // What `lava-run` leaves beside its output.
  Result<std::vector<Collected>> ReadJobEnd(std::string_view piece) {
    IEC_ASSIGN_OR_RETURN(const std::string text, TakeAll(piece, kMaxInputLine));
    Collected collected;
    ResultListReader reader;
    const Status status = reader.ReadMetadata(
        text, [&](const LavaCase& lava) { TakeCase(lava, collected); });
    if (!status.ok()) return status.error();
    return One(std::move(collected));
  }

  Result<std::vector<Collected>> ReadJson(std::string_view piece) {
    JsonLines json(name_, key_);
    LineCutter lines(
        [&](size_t number, std::string_view line) { json.Feed(number, line); },
        kMaxJsonBytes);
    IEC_RETURN_IF_ERROR(FeedAll(piece, lines));
    return json.Finish(lines.first_too_long());
  }

  std::string name_;
  std::string key_;
  Pieces pieces_;
};

Result<std::vector<Collected>> Finish(const std::string& name,
                                      Result<std::vector<Collected>> result) {
  if (result.ok()) return result;
  const std::string& message = result.error().message;
  if (message.starts_with("holds ")) return Error{name + " " + message};
  return InFile(name, result.error());
}

}  // namespace

Result<std::vector<Collected>> ReadCollected(const std::string& path,
                                             const std::string& key) {
  IEC_ASSIGN_OR_RETURN(InputSource source, InputSource::Open(path));
  std::string buffer(kBufferBytes + kLinePadding, '\0');
  const Pieces pieces = [&]() -> Result<std::string_view> {
    // Filled up, so that the first piece tells what it is also where a pipe
    // gives little at a time.
    size_t have = 0;
    while (have < kBufferBytes) {
      IEC_ASSIGN_OR_RETURN(
          const size_t count,
          source.Read(buffer.data() + have, kBufferBytes - have));
      if (count == 0) break;
      have += count;
    }
    return std::string_view(buffer.data(), have);
  };
  return Finish(path, Reading(path, key, pieces).Run());
}

Result<std::vector<Collected>> ReadCollectedText(const std::string& name,
                                                 std::string_view text,
                                                 const std::string& key) {
  std::string padded(text);
  padded.append(kLinePadding, '\0');
  bool given = false;
  const Pieces pieces = [&]() -> Result<std::string_view> {
    if (std::exchange(given, true)) return std::string_view();
    return std::string_view(padded).substr(0, text.size());
  };
  return Finish(name, Reading(name, key, pieces).Run());
}

}  // namespace iec
