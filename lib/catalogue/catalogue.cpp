// SPDX-License-Identifier: Apache-2.0
#include "lib/catalogue/catalogue.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "lib/base/text.h"

namespace iec {
namespace {

constexpr std::array<std::pair<ComponentType, std::string_view>, 4> kTypes = {{
    {ComponentType::kSoftware, "software"},
    {ComponentType::kEmbedded, "embedded"},
    {ComponentType::kHost, "host"},
    {ComponentType::kNetwork, "network"},
}};

// Two spellings name the same requirement where these are equal.
struct Reference {
  std::string kind;  // "cr", "edr", ...
  int64_t fr = 0;
  int64_t number = 0;
  int64_t enhancement = 0;  // 0: the base requirement

  bool operator==(const Reference&) const = default;
};

// Takes pieces off the front of what somebody typed.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  std::string_view Letters() { return TakeRange('a', 'z'); }

  std::optional<int64_t> Number() {
    const std::string_view digits = TakeRange('0', '9');
    if (digits.size() > 3 || digits.starts_with('0')) return std::nullopt;
    return ParseInteger(digits);
  }

  // At most one mark, with blanks around it.
  void Separator() {
    Blanks();
    if (!rest_.empty() &&
        (rest_[0] == '.' || rest_[0] == '_' || rest_[0] == '-')) {
      rest_.remove_prefix(1);
    }
    Blanks();
  }

  bool Take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool AtEnd() const { return rest_.empty(); }

 private:
  void Blanks() {
    while (Take(' ')) {
    }
  }

  std::string_view TakeRange(char first, char last) {
    size_t size = 0;
    while (size < rest_.size() && rest_[size] >= first && rest_[size] <= last) {
      ++size;
    }
    const std::string_view piece = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return piece;
  }

  std::string_view rest_;
};

std::optional<Reference> ParseReference(std::string_view spelled) {
  const std::string text = Lower(Trim(spelled));
  Scanner scanner(text);
  Reference reference;
  reference.kind = scanner.Letters();
  scanner.Separator();
  const auto fr = scanner.Number();
  scanner.Separator();
  const auto number = scanner.Number();
  if (!fr || !number) return std::nullopt;
  reference.fr = *fr;
  reference.number = *number;
  if (scanner.AtEnd()) return reference;

  scanner.Separator();
  if (scanner.Letters() != "re") return std::nullopt;
  scanner.Separator();
  const bool bracket = scanner.Take('(');
  const auto enhancement = scanner.Number();
  if (!enhancement || (bracket && !scanner.Take(')'))) return std::nullopt;
  reference.enhancement = *enhancement;
  if (!scanner.AtEnd()) return std::nullopt;
  return reference;
}

// What is left when case and punctuation do not count.
std::string Compact(std::string_view text) {
  std::string compact;
  for (const char c : Lower(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.') {
      compact += c;
    }
  }
  return compact;
}

// "CR 2.4" does not exist, "EDR 2.4" and others do.
std::vector<std::string> SameNumber(const Reference& wanted) {
  std::vector<std::string> ids;
  for (const Requirement& requirement : Requirements()) {
    auto reference = ParseReference(requirement.id);
    if (!reference) continue;
    reference->kind = wanted.kind;
    if (*reference == wanted) ids.emplace_back(requirement.id);
  }
  return ids;
}

std::string Suggestion(std::string_view spelled) {
  if (const auto reference = ParseReference(spelled)) {
    const std::vector<std::string> ids = SameNumber(*reference);
    if (!ids.empty()) return ": did you mean '" + Join(ids, "' or '") + "'?";
  }
  // Nobody means a requirement by a text of this length, and the search for
  // the nearest one grows with it.
  constexpr size_t kLongest = 40;
  if (spelled.size() > kLongest) return "";
  std::vector<std::string> known;
  for (const Requirement& requirement : Requirements()) {
    known.push_back(Compact(requirement.id));
  }
  const auto nearest = Suggest(Compact(spelled), known);
  const Requirement* meant = nearest ? FindRequirement(*nearest) : nullptr;
  return meant ? ": did you mean '" + std::string(meant->id) + "'?" : "";
}

}  // namespace

std::string_view Name(ComponentType type) {
  for (const auto& [known, name] : kTypes) {
    if (known == type) return name;
  }
  return "unknown";
}

std::optional<ComponentType> ParseComponentType(std::string_view name) {
  for (const auto& [type, known] : kTypes) {
    if (known == name) return type;
  }
  return std::nullopt;
}

std::string Token(const Requirement& requirement) {
  std::string token;
  for (const char c : requirement.id) {
    if (c == ')') continue;
    token += c == ' ' || c == '.' || c == '(' ? '_' : c;
  }
  return token;
}

const Requirement* FindRequirement(std::string_view spelled) {
  const auto wanted = ParseReference(spelled);
  if (!wanted) return nullptr;
  for (const Requirement& requirement : Requirements()) {
    // Cheaper than a look at the id, and rules out most of them.
    if (requirement.fr != wanted->fr) continue;
    if (ParseReference(requirement.id) == wanted) return &requirement;
  }
  return nullptr;
}

Result<const Requirement*> RequireRequirement(std::string_view spelled) {
  if (const Requirement* found = FindRequirement(spelled)) return found;
  return Error{"IEC 62443-4-2 has no requirement '" + Printable(spelled, 60) +
               "'" + Suggestion(spelled)};
}

std::vector<const Requirement*> Required(ComponentType type, int sl, int fr) {
  std::vector<const Requirement*> required;
  for (const Requirement& requirement : Requirements()) {
    if (requirement.AppliesTo(type) && requirement.sl_c <= sl &&
        (fr == 0 || requirement.fr == fr)) {
      required.push_back(&requirement);
    }
  }
  return required;
}

}  // namespace iec
