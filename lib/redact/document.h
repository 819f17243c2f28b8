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

#include "lib/base/result.h"
#include "lib/record/wire.h"
#include "lib/redact/redactor.h"
#include "lib/redact/yaml_secrets.h"

namespace iec {

class DocumentRedactor {
 public:
  // `key` as for a RecordReader: signed records are signed again.
  DocumentRedactor(Redactor& redactor, std::string key);
  ~DocumentRedactor();

  // First each line of the document,
  void Learn(std::string_view line);
  // then each again, without its newline; what takes its place, with newlines.
  std::string Line(std::string_view line);

  // The whole at once: JSON, JSON in lines, or what has lines. An error where
  // it begins as JSON and is none: the keys tell what is secret, and there are
  // none.
  Result<std::string> Document(std::string_view text);

  // A document that is one JSON text, over many lines or on one. False where
  // it is none.
  bool LearnJson(std::string_view text);
  bool Json(std::string_view text, std::string& out);

 private:
  struct Run;

  std::string LavaLine(std::string_view line, std::string_view unwrapped);
  std::string RecordsOf(std::string_view text);
  std::string RecordOf(std::string_view text);
  std::string Finish(const WireLine& line, Run& run);

  Redactor& redactor_;
  std::string key_;
  std::map<std::string, std::unique_ptr<Run>> runs_;
  std::map<std::string, std::string> learning_;  // slices, by run
  YamlSecrets secrets_;
  KeyBlock dispatcher_key_;  // of a LAVA log, beside that of the device
};

}  // namespace iec

#endif  // IEC_LIB_REDACT_DOCUMENT_H_
