// SPDX-License-Identifier: Apache-2.0
// A place in systemd's journal: taken before a stimulus, so that only what
// came after it can count as its trace.
#ifndef IEC_LIB_DUT_JOURNAL_CURSOR_H_
#define IEC_LIB_DUT_JOURNAL_CURSOR_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

struct JournalEntry {
  // As systemd.journal-fields(7) names them; of a field that is there several
  // times the first value. Bytes, not necessarily UTF-8.
  std::map<std::string, std::string> fields;

  std::string Field(const std::string& name) const;  // "" where absent
  std::string message() const { return Field("MESSAGE"); }
  // Microseconds since 1970, by the clock of the device.
  std::optional<int64_t> time() const;
};

class JournalCursor {
 public:
  // The end of the journal as it is now.
  static Result<JournalCursor> Take();

  // What has come in since, oldest first. `matches` are journalctl's, like
  // "_SYSTEMD_UNIT=ssh.service"; `marker`, where given, has to be in MESSAGE.
  // `fields`, where given, are all that is wanted, the time stamps aside.
  Result<std::vector<JournalEntry>> EntriesSince(
      const std::vector<std::string>& matches = {},
      std::string_view marker = {},
      const std::vector<std::string>& fields = {}) const;

 private:
  std::string cursor_;  // empty: the journal was
};

// One line of `journalctl -o json`.
Result<JournalEntry> ParseJournalEntry(std::string_view line);

// All of them. A last line without an end was cut off and is left out.
Result<std::vector<JournalEntry>> ParseJournalEntries(std::string_view text);

// What `journalctl --show-cursor` prints last; empty where there is none.
std::string ParseCursor(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_DUT_JOURNAL_CURSOR_H_
