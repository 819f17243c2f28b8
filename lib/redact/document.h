// SPDX-License-Identifier: Apache-2.0
// document: a record, a console log, a log or a result of LAVA, line by line,
// redacted so that it still is what it was: records are written again with
// checks that hold, and JSON stays JSON.
#ifndef IEC_LIB_REDACT_DOCUMENT_H_
#define IEC_LIB_REDACT_DOCUMENT_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "lib/record/record.h"
#include "lib/record/wire.h"
#include "lib/redact/redactor.h"

namespace iec {

// What the records say of people and machines; names, verdicts, moments and
// digests stay.
PlanRecord RedactRecord(const PlanRecord& plan, Redactor& redactor);
TestRecord RedactRecord(const TestRecord& test, Redactor& redactor);

class DocumentRedactor {
 public:
  // `key` as for a RecordReader: signed records are signed again.
  DocumentRedactor(Redactor& redactor, std::string key);
  ~DocumentRedactor();

  // First each line of the document,
  void Learn(std::string_view line);
  // then each again, without its newline; what takes its place, with newlines.
  std::string Line(std::string_view line);

  // The whole at once: JSON, or what has lines.
  std::string Document(std::string_view text);

  // A document that is one JSON text, over many lines or on one. False where
  // it is none.
  bool LearnJson(std::string_view text);
  bool Json(std::string_view text, std::string& out);

 private:
  struct Run;

  std::string RecordsOf(std::string_view text);
  std::string RecordOf(std::string_view text);
  std::string Finish(const WireLine& line, Run& run);

  Redactor& redactor_;
  std::string key_;
  std::map<std::string, std::unique_ptr<Run>> runs_;
  std::map<std::string, std::string> learning_;  // slices, by run
};

}  // namespace iec

#endif  // IEC_LIB_REDACT_DOCUMENT_H_
