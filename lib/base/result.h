// SPDX-License-Identifier: Apache-2.0
// Errors as values. A message says what went wrong, where, and what to do.
#ifndef IEC_LIB_BASE_RESULT_H_
#define IEC_LIB_BASE_RESULT_H_

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace iec {

struct Error {
  std::string message;

  // Puts the caller's view in front: "reading the profile: <message>".
  Error Within(const std::string& context) const {
    return Error{context + ": " + message};
  }
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: implicit on
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: purpose

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  // Only where ok(); otherwise the program ends, which a test's parent sees.
  const T& value() const& { return std::get<T>(state_); }
  T& value() & { return std::get<T>(state_); }
  T&& value() && { return std::get<T>(std::move(state_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const Error& error() const { return std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: on purpose

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace iec

// `IEC_RETURN_IF_ERROR(DoIt());` in a function that returns a Result.
#define IEC_RETURN_IF_ERROR(expression)                     \
  do {                                                      \
    if (auto iec_status = (expression); !iec_status.ok()) { \
      return iec_status.error();                            \
    }                                                       \
  } while (false)

// `IEC_ASSIGN_OR_RETURN(auto text, ReadFile(path));`
#define IEC_ASSIGN_OR_RETURN(declaration, expression)                    \
  IEC_ASSIGN_OR_RETURN_(IEC_CONCAT_(iec_result_, __LINE__), declaration, \
                        expression)
// A declaration cannot stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define IEC_ASSIGN_OR_RETURN_(result, declaration, expression) \
  auto result = (expression);                                  \
  if (!result.ok()) return result.error();                     \
  declaration = std::move(result).value()
// NOLINTEND(bugprone-macro-parentheses)
#define IEC_CONCAT_(a, b) IEC_CONCAT_INNER_(a, b)
#define IEC_CONCAT_INNER_(a, b) a##b

#endif  // IEC_LIB_BASE_RESULT_H_
