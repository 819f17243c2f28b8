// SPDX-License-Identifier: Apache-2.0
// How a test body says what it found. Each call becomes evidence in the
// record: what was expected, what was there, where in the code.
#ifndef IEC_LIB_TESTCASE_CHECK_H_
#define IEC_LIB_TESTCASE_CHECK_H_

#include <source_location>
#include <string_view>

namespace iec {

// The property under test. False makes the verdict `fail`; the body goes on,
// so that a record names everything that is wrong. Returns `holds`.
bool Expect(bool holds, std::string_view expected, std::string_view found,
            std::source_location where = std::source_location::current());

// The allowed way, without which a refusal proves nothing. False makes the
// verdict `error`, whatever else was found. Returns `holds`.
[[nodiscard]] bool Control(
    bool holds, std::string_view expected, std::string_view found,
    std::source_location where = std::source_location::current());

// Something a reader of the evidence should know.
void Note(std::string_view text,
          std::source_location where = std::source_location::current());

void Measure(std::string_view name, double value, std::string_view unit);

// Only where the body has proven that the device lacks the thing.
void NotApplicable(std::string_view reason);

// The test cannot reach a verdict: `error` with this reason.
void Obstacle(std::string_view reason);

}  // namespace iec

// Leaves the (void) body where the control fails.
#define IEC_CONTROL(...)                    \
  do {                                      \
    if (!iec::Control(__VA_ARGS__)) return; \
  } while (false)

// `IEC_OBTAIN(auto user, dut.accounts().CreateTemporary());` leaves the body
// with the verdict `error` where the Result holds an error.
#define IEC_OBTAIN(declaration, expression) \
  IEC_OBTAIN_(IEC_CONCAT_(iec_obtained_, __LINE__), declaration, expression)
// NOLINTBEGIN(bugprone-macro-parentheses): a declaration takes none
#define IEC_OBTAIN_(result, declaration, expression) \
  auto result = (expression);                        \
  if (!result.ok()) {                                \
    iec::Obstacle(result.error().message);           \
    return;                                          \
  }                                                  \
  declaration = std::move(result).value()
// NOLINTEND(bugprone-macro-parentheses)

#endif  // IEC_LIB_TESTCASE_CHECK_H_
