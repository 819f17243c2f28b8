// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/collect/callback.h"

namespace iec {
namespace {

// Beyond that the second look for the place of an error would cost too much.
constexpr size_t kExplainedBytes = 16u << 20;

// Takes everything and builds nothing; keeps where it went wrong.
class Finder : public nlohmann::json::json_sax_t {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    position_ = position;
    return false;
  }
  size_t position() const { return position_; }

 private:
  size_t position_ = 0;
};

}  // namespace

std::string_view ScalarText(const simdjson::dom::element& element,
                            std::string& buffer) {
  switch (element.type()) {
    case simdjson::dom::element_type::STRING:
      return element.get_string().value_unsafe();
    case simdjson::dom::element_type::INT64:
      buffer = std::to_string(element.get_int64().value_unsafe());
      return buffer;
    case simdjson::dom::element_type::UINT64:
      buffer = std::to_string(element.get_uint64().value_unsafe());
      return buffer;
    case simdjson::dom::element_type::DOUBLE:
      buffer = fmt::format("{}", element.get_double().value_unsafe());
      return buffer;
    case simdjson::dom::element_type::BOOL:
      return element.get_bool().value_unsafe() ? "true" : "false";
    default:
      return {};
  }
}

Error NotJson(std::string_view json, simdjson::error_code code) {
  std::string what = simdjson::error_message(code);
  while (what.ends_with('.')) what.pop_back();
  size_t line = 1;
  if (json.size() <= kExplainedBytes) {
    Finder finder;
    nlohmann::json::sax_parse(json.begin(), json.end(), &finder);
    const auto end = json.begin() + static_cast<std::ptrdiff_t>(std::min(
                                        finder.position(), json.size()));
    line += static_cast<size_t>(std::count(json.begin(), end, '\n'));
  }
  return Error{fmt::format("line {}: this is not JSON: {}", line, what)};
}

Result<simdjson::dom::element> JsonDocument::Parse(std::string_view json) {
  if (json.size() > max_bytes_) {
    return Error{
        fmt::format("line 1: a JSON document of {} bytes; at most {} "
                    "are read",
                    json.size(), max_bytes_)};
  }
  if (parser_.capacity() < json.size() ||
      parser_.max_depth() != kMaxJsonDepth) {
    const auto error =
        parser_.allocate(std::max(json.size(), size_t{4096}), kMaxJsonDepth);
    if (error) return NotJson("", error);
  }
  padded_.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  padded_.assign(json);
  padded_.append(simdjson::SIMDJSON_PADDING, ' ');
  simdjson::dom::element element;
  const auto error =
      parser_.parse(padded_.data(), json.size(), /*realloc_if_needed=*/false)
          .get(element);
  if (error) return NotJson(json, error);
  return element;
}

}  // namespace iec
