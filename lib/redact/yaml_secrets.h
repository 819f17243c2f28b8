// SPDX-License-Identifier: Apache-2.0
// yaml_secrets: what stands under `secrets:` in the definition of a LAVA job,
// where no name says that it is one.
#ifndef IEC_LIB_REDACT_YAML_SECRETS_H_
#define IEC_LIB_REDACT_YAML_SECRETS_H_

#include <optional>
#include <string_view>

namespace iec {

class YamlSecrets {
 public:
  // Lines in their order. How many bytes of this one come before a secret,
  // which is all that follows; nothing where there is none.
  std::optional<size_t> Feed(std::string_view line);

  void End() { inside_ = false; }

 private:
  bool inside_ = false;
  size_t indent_ = 0;  // of `secrets`
};

}  // namespace iec

#endif  // IEC_LIB_REDACT_YAML_SECRETS_H_
