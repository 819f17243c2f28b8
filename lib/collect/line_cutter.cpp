// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/line_cutter.h"

namespace iec {

LineCutter::LineCutter(Sink sink, size_t max_line)
    : sink_(std::move(sink)), max_line_(max_line) {}

void LineCutter::Feed(std::string_view bytes) {
  for (;;) {
    const size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return Keep(bytes);
    if (begun_.empty() && !too_long_ && end <= max_line_) {
      sink_(++number_, bytes.substr(0, end));
    } else {
      Keep(bytes.substr(0, end));
      EndLine();
    }
    bytes.remove_prefix(end + 1);
  }
}

void LineCutter::Finish() {
  if (!begun_.empty() || too_long_) EndLine();
}

void LineCutter::Keep(std::string_view piece) {
  if (begun_.size() + piece.size() > max_line_) too_long_ = true;
  if (!too_long_) begun_ += piece;
}

void LineCutter::EndLine() {
  ++number_;
  if (!too_long_) {
    const size_t length = begun_.size();
    begun_.append(kLinePadding, ' ');
    sink_(number_, std::string_view(begun_).substr(0, length));
  } else if (first_too_long_ == 0) {
    first_too_long_ = number_;
  }
  begun_.clear();
  too_long_ = false;
}

}  // namespace iec
