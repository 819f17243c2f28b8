// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: what `redact` reads, JSON or lines, with or without
// records in it. Whatever comes before, a line of its own with a name, an
// address or a secret is redacted, also in colour, and what was JSON stays
// JSON.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "lib/redact/document.h"

namespace {

constexpr std::string_view kName = "rumpelstiltskin";
constexpr std::string_view kAddress = "10.11.12.13";
constexpr std::string_view kSecret = "Qw9Hunter2";

std::string Redact(const std::string& text) {
  iec::RedactOptions options;
  options.users = {std::string(kName)};
  iec::Redactor redactor(options, iec::Pseudonyms("salt"));
  const auto redacted = iec::DocumentRedactor(redactor, "").Document(text);
  return redacted.ok() ? *redacted : "";
}

bool IsTold(std::string_view text) {
  return text.find(kName) != std::string_view::npos ||
         text.find(kAddress) != std::string_view::npos ||
         text.find(kSecret) != std::string_view::npos;
}

// As one document.
bool IsJson(const std::string& text) {
  iec::Redactor redactor({});
  return iec::DocumentRedactor(redactor, "").LearnJson(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string redacted = Redact(text);
  if (Redact(text) != redacted) std::abort();
  if (IsJson(text) && !nlohmann::json::accept(redacted)) std::abort();
  if (IsTold(text)) return 0;
  const std::string line = std::string(kName) + " from " +
                           std::string(kAddress) + " and " + std::string(kName);
  if (IsTold(Redact(text + "\n" + line + "\n"))) std::abort();
  const std::string coloured = "\x1b[32m" + std::string(kAddress) +
                               "\x1b[0m DB_PASSWORD=" + std::string(kSecret) +
                               " {\"api_token\": \"" + std::string(kSecret);
  if (IsTold(Redact(text + "\n" + coloured + "\n"))) std::abort();
  return 0;
}
