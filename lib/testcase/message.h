// SPDX-License-Identifier: Apache-2.0
// What a test's process tells its parent over a pipe: frames of a type and
// some texts. Everything is length-prefixed, so that text from a device can
// never end a frame.
#ifndef IEC_LIB_TESTCASE_MESSAGE_H_
#define IEC_LIB_TESTCASE_MESSAGE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace iec {

struct Message {
  enum class Type : char {
    kCheck = 'c',          // kind, holds, expected, found, where
    kMeasurement = 'm',    // name, value, unit
    kNotApplicable = 'n',  // reason
    kObstacle = 'o',       // why no verdict can be reached
    kFinished = 'f',       // the body returned
    kUndoFailure = 'u',    // what could not be undone
  };
  Type type = Type::kFinished;
  std::vector<std::string> fields;
};

std::string EncodeMessage(const Message& message);

// Puts frames together from what arrives. A frame that no encoder makes, or
// one larger than 1 MiB, stops it for good.
class MessageDecoder {
 public:
  void Feed(std::string_view bytes);
  std::optional<Message> Next();
  bool broken() const { return broken_; }

 private:
  std::string buffer_;
  bool broken_ = false;
};

// Where the messages of this process go; -1 (the default) drops them. Safe
// to use from several threads of a test body.
void SetMessageSink(int fd);
void SendMessage(const Message& message);

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_MESSAGE_H_
