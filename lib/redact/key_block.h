// SPDX-License-Identifier: Apache-2.0
// key_block: the lines of a key in PEM, of which nothing must stay, among what
// a console puts between and before them.
#ifndef IEC_LIB_REDACT_KEY_BLOCK_H_
#define IEC_LIB_REDACT_KEY_BLOCK_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace iec {

class KeyBlock {
 public:
  bool open() const { return open_; }

  // Where a key begins here: how long its head is, and how much of it follows
  // on the same line. 0 and 0 where none does.
  struct Begin {
    size_t head = 0;
    size_t body = 0;
  };
  Begin Open(std::string_view rest);

  // A line behind the head, without the part of the key that it has. A torn key
  // does not swallow a log: it is over with a few lines that have none.
  std::string WithoutKey(std::string_view line);

 private:
  bool open_ = false;
  int other_lines_ = 0;  // since the last one that only a key can have
};

}  // namespace iec

#endif  // IEC_LIB_REDACT_KEY_BLOCK_H_
