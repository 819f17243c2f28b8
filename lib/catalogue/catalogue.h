// SPDX-License-Identifier: Apache-2.0
// The 122 requirements of IEC 62443-4-2 as data. Identifiers, short titles,
// levels and component types are facts; the summaries are in our own words.
#ifndef IEC_LIB_CATALOGUE_CATALOGUE_H_
#define IEC_LIB_CATALOGUE_CATALOGUE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// Bits, since a requirement names the types that it applies to.
enum class ComponentType : unsigned {
  kSoftware = 1,  // software application
  kEmbedded = 2,
  kHost = 4,
  kNetwork = 8,
};

std::string_view Name(ComponentType type);  // "embedded", "software", ...
std::optional<ComponentType> ParseComponentType(std::string_view name);

struct Requirement {    // NOLINT: people read it in this order
  std::string_view id;  // "CR 1.1 RE(1)": what people read
  int fr;               // foundational requirement, 1..7
  std::string_view title;
  int sl_c;  // lowest capability security level that demands it, 1..4
  unsigned component_types;  // bits of ComponentType
  std::string_view sr;       // of IEC 62443-3-3; empty where none
  bool manual;               // only a person can bring the evidence
  std::string_view summary;

  bool AppliesTo(ComponentType type) const {
    return (component_types & static_cast<unsigned>(type)) != 0;
  }
};

struct FoundationalRequirement {
  int number;  // 1..7
  std::string_view title;
};

// A common component security constraint: a row of the table, never a level.
struct Constraint {
  std::string_view id;  // "CCSC 1"
  std::string_view title;
};

std::span<const Requirement> Requirements();  // in the order of the standard
std::span<const FoundationalRequirement> FoundationalRequirements();
std::span<const Constraint> Constraints();

// "CR_1_1_RE_1" for "CR 1.1 RE(1)": the name on every wire.
std::string Token(const Requirement& requirement);

// Takes what people type: "CR 1.11", "cr1.11", "CR_1_11", "CR 1.1 RE(1)",
// "cr 1.1 re 1", "CR 1.1-RE1". Null where there is none such.
const Requirement* FindRequirement(std::string_view spelled);

// As FindRequirement; the error carries a suggestion.
Result<const Requirement*> RequireRequirement(std::string_view spelled);

// What `type` must meet at capability level `sl` in foundational requirement
// `fr` (0: in all seven).
std::vector<const Requirement*> Required(ComponentType type, int sl,
                                         int fr = 0);

}  // namespace iec

#endif  // IEC_LIB_CATALOGUE_CATALOGUE_H_
