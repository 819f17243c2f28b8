// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/read.h"

#include <fmt/format.h>

#include <functional>
#include <memory>

#include "lib/base/text.h"
#include "lib/collect/callback.h"
#include "lib/collect/json_input.h"
#include "lib/collect/lava_log_reader.h"
#include "lib/collect/line_cutter.h"
#include "lib/collect/result_list.h"
#include "lib/record/reader.h"

namespace iec {
namespace {

constexpr size_t kBufferBytes = 256u << 10;
constexpr size_t kMaxDocuments = 1'000'000;  // one a line
constexpr size_t kMaxBadLines = 20;
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

Error WithLine(const Error& error, size_t line) {
  constexpr std::string_view kFirst = "line 1: ";
  std::string_view message = error.message;
  if (message.starts_with(kFirst)) message.remove_prefix(kFirst.size());
  return Error{fmt::format("line {}: {}", line, message)};
}

enum class Kind { kLines, kJson, kResults, kJobEnd };

bool BeginsAsResult(std::string_view text) {
  for (const std::string_view beginning :
       {"- id:", "- job:", "- level:", "- name:", "- suite:", "- metadata:",
        "- result:", "- {id:", "- {job:", "- {name:", "[{", "[]"}) {
    if (text.starts_with(beginning)) return true;
  }
  return false;
}

// By the first bytes that are no blanks, comments or marks.
Kind KindOf(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  for (;;) {
    const size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return Kind::kLines;
    text.remove_prefix(begin);
    if (!text.starts_with('#') && !text.starts_with("---\n")) break;
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return Kind::kLines;
    text.remove_prefix(end);
  }
  if (IsLavaLogLine(text)) return Kind::kLines;
  if (text.starts_with('{')) {
    // A console may print a brace; JSON goes on with a key or its end.
    const size_t next = text.find_first_not_of(" \t\r\n", 1);
    const bool json = next != std::string_view::npos &&
                      (text[next] == '"' || text[next] == '}');
    return json ? Kind::kJson : Kind::kLines;
  }
  if (text.starts_with('[')) {
    const size_t next = text.find_first_not_of(" \t\r\n", 1);
    if (next == std::string_view::npos) return Kind::kLines;
    if (text[next] == ']') return Kind::kJson;
    if (text[next] != '{') return Kind::kLines;
    const size_t key = text.find_first_not_of(" \t\r\n", next + 1);
    return key != std::string_view::npos && text[key] == '"' ? Kind::kJson
                                                             : Kind::kResults;
  }
  if (BeginsAsResult(text)) return Kind::kResults;
  return text.starts_with("case: job\n") ? Kind::kJobEnd : Kind::kLines;
}

class Reading {
 public:
  Reading(std::string name, std::string key, Pieces pieces)
      : name_(std::move(name)), key_(std::move(key)), pieces_(pieces) {}

  Result<std::vector<Collected>> Run() {
    IEC_ASSIGN_OR_RETURN(std::string_view first, pieces_());
    switch (KindOf(first)) {
      case Kind::kJson:
        return ReadJson(first);
      case Kind::kResults:
        return ReadResults(first);
      case Kind::kJobEnd:
        return ReadJobEnd(first);
      case Kind::kLines:
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
    if (text.starts_with(kByteOrderMark)) {
      text.erase(0, kByteOrderMark.size());
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
    std::unique_ptr<LavaLogReader> log;
    const auto feed = [&](size_t number, std::string_view line) {
      if (IsLavaLogLine(line)) {
        if (!log) log = std::make_unique<LavaLogReader>(records, collected);
        return log->Feed(number, line);
      }
      records.Feed(number, line);
      if (auto shell = ParseShellLine(number, line);
          shell && collected.shell.size() < kMaxCases) {
        collected.shell.push_back(std::move(*shell));
      }
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
    if (lines.first_too_long() != 0) {
      input.problems.push_back(
          {lines.first_too_long(),
           fmt::format("a line of more than {} bytes is ignored",
                       kMaxInputLine)});
    }
    input.peer = std::move(collected.input.peer);
    collected.input = std::move(input);
    if (collected.input.record_lines == 0 && !log && collected.shell.empty()) {
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
    IEC_ASSIGN_OR_RETURN(std::string text, TakeAll(piece, kMaxInputLine));
    std::string item = "- ";
    for (const char c : text) {
      item += c;
      if (c == '\n') item += "  ";
    }
    while (item.ends_with(' ') || item.ends_with('\n')) item.pop_back();
    // The same keys as the metadata of the case `job`.
    item.insert(2, "metadata:\n    ");
    for (size_t at = item.find("\n  ", 16); at != std::string::npos;
         at = item.find("\n  ", at + 5)) {
      item.insert(at + 1, "  ");
    }
    Collected collected;
    const Status status = ResultListReader::ReadStrict(
        item, 1, [&](const LavaCase& lava) { TakeCase(lava, collected); });
    if (!status.ok()) return status.error();
    return One(std::move(collected));
  }

  Result<std::vector<Collected>> ReadJson(std::string_view piece) {
    std::vector<Collected> all;
    std::vector<Problem> bad;
    size_t documents = 0;
    size_t bad_lines = 0;
    std::string whole;  // a document of several lines
    bool one_a_line = false;
    JsonInputReader reader(key_);
    Status status;
    const auto feed = [&](size_t number, std::string_view line) {
      if (number == 1) {
        if (line.starts_with(kByteOrderMark)) {
          line.remove_prefix(kByteOrderMark.size());
        }
        const std::string_view trimmed = Trim(line);
        one_a_line = trimmed.ends_with('}') && trimmed.size() > 1;
      }
      if (!one_a_line) {
        if (whole.size() + line.size() > kMaxJsonBytes) {
          status =
              Error{fmt::format("line {}: a JSON document of more than "
                                "{} bytes",
                                number, kMaxJsonBytes)};
        }
        if (!status.ok()) return;
        whole += line;
        whole += '\n';
        return;
      }
      if (Trim(line).empty() || ++documents > kMaxDocuments) return;
      auto read = reader.Read(line);
      if (read.ok()) {
        read->input.name = fmt::format("{}:{}", name_, number);
        all.push_back(std::move(*read));
        return;
      }
      ++bad_lines;
      if (bad.size() < kMaxBadLines) {
        bad.push_back({number, WithLine(read.error(), number).message});
      }
    };
    LineCutter lines(feed, kMaxJsonBytes);
    IEC_RETURN_IF_ERROR(FeedAll(piece, lines));
    IEC_RETURN_IF_ERROR(status);
    if (!one_a_line) {
      IEC_ASSIGN_OR_RETURN(Collected collected, reader.Read(whole));
      return One(std::move(collected));
    }
    if (lines.first_too_long() != 0) {
      bad.push_back({lines.first_too_long(),
                     fmt::format("line {}: a line of more than {} bytes",
                                 lines.first_too_long(), kMaxJsonBytes)});
    }
    if (documents > kMaxDocuments) {
      bad.push_back({0, fmt::format("more than {} documents: the others are "
                                    "ignored",
                                    kMaxDocuments)});
    }
    if (bad_lines > bad.size()) {
      bad.push_back({0, fmt::format("{} more lines that cannot be read",
                                    bad_lines - bad.size())});
    }
    return Lines(std::move(all), std::move(bad), documents);
  }

  // Bad lines become problems of the file; where it has but one document,
  // that is the file.
  Result<std::vector<Collected>> Lines(std::vector<Collected> all,
                                       std::vector<Problem> bad,
                                       size_t documents) {
    if (all.empty()) {
      return bad.empty() ? Error{"holds no JSON document"}
                         : Error{bad.front().what};
    }
    if (documents == 1) all.front().input.name = name_;
    if (bad.empty()) return all;
    Collected of_file;
    of_file.input.name = name_;
    for (Problem& problem : bad) {
      const std::string said = fmt::format("line {}: ", problem.line);
      if (problem.what.starts_with(said)) problem.what.erase(0, said.size());
      of_file.input.problems.push_back(std::move(problem));
    }
    all.push_back(std::move(of_file));
    return all;
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
