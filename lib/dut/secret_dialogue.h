// SPDX-License-Identifier: Apache-2.0
// Dialogues that ask for secrets, and what of a secret comes back to whoever
// types it: key by key while it is typed, and in what is said after it.
#ifndef IEC_LIB_DUT_SECRET_DIALOGUE_H_
#define IEC_LIB_DUT_SECRET_DIALOGUE_H_

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/login.h"
#include "lib/dut/login_prompt.h"
#include "lib/dut/process.h"

namespace iec {

struct TypedSecret {
  PromptKind kind = PromptKind::kOther;
  std::string prompt;
  std::string secret;  // never to be printed
  // What came back before the Enter key. Over SSH nothing can: the client
  // shows the keys where the server tells it to.
  std::string while_typed;
  bool to_be_shown = false;  // the server told the client so
  std::string after;         // up to the next question or the end
};

// "all of it", "a part of it"; empty where `shown` gives nothing of the secret
// away.
std::string GivenAway(std::string_view secret, std::string_view shown);
// The same of what came back key by key, also "its characters one by one".
// Masks give nothing away, nor do random characters in place of the typed ones.
std::string GivenAwayByKeys(std::string_view secret, std::string_view shown);

struct SecretDialogue {
  std::vector<TypedSecret> secrets;  // none: the name was enough
  // All that was said behind the name of the user, as plain text, with NAME in
  // place of it and [secret] of what was typed.
  std::string said;
};

// What to type at a question; for kNewPassword it counts the times.
using SecretAnswer = std::function<Result<std::string>(PromptKind, int times)>;

struct TerminalDialogue {
  Command command;
  std::string user;  // the answer to a question for a name
  SecretAnswer answer;
  bool getty = false;       // it may wait for a key before it asks for a name
  size_t most_secrets = 8;  // then it is over
  std::chrono::milliseconds timeout{120'000};
};
// Until the name is asked for anew, a shell begins, the program ends or the
// dialogue is over. An Error where it comes to none of these, or asks for
// neither a name nor a secret.
Result<SecretDialogue> HoldDialogue(const TerminalDialogue& dialogue);

// One try to authenticate by the method of the path, which is not "none".
Result<SecretDialogue> HoldSshDialogue(const LoginPath& path,
                                       const std::string& user,
                                       const SecretAnswer& answer);

}  // namespace iec

#endif  // IEC_LIB_DUT_SECRET_DIALOGUE_H_
