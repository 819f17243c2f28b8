// SPDX-License-Identifier: Apache-2.0
// What a login asks for, told by its words, and secrets taken out of what is
// shown to others.
#ifndef IEC_LIB_DUT_LOGIN_PROMPT_H_
#define IEC_LIB_DUT_LOGIN_PROMPT_H_

#include <string>
#include <string_view>
#include <vector>

namespace iec {

enum class PromptKind {
  kOther,
  kLogin,  // the name of the user
  kPassword,
  kCode,             // a code of a second factor
  kPasswordAndCode,  // both in one line, one after the other
  kCurrentPassword,  // before a change of the password
  kNewPassword,      // the same, or its repetition
};

// Of a question for a new password: whether it is the second one.
bool AsksForRepetition(std::string_view prompt);

// By the words of `prompt`, `user` being left out: a name may look like one.
PromptKind ClassifyPrompt(std::string_view prompt, std::string_view user);

// The question of getty and login(1) on a device of that name.
bool IsLoginOf(std::string_view host, std::string_view prompt);

// For SUDO_PROMPT, so that sudo asks as PAM does: the passprompt of a device
// may be in any words. (Its option -p would put PAM's own words aside, too.)
inline constexpr char kSudoPrompt[] = "Password: ";

// "the password prompt", for messages.
std::string_view Describe(PromptKind kind);

// The line that the cursor is in, without terminal control sequences.
std::string CurrentLine(std::string_view output);

// All of `output` without terminal control sequences and carriage returns.
std::string PlainText(std::string_view output);

class Redactor {
 public:
  void Add(const std::string& secret);
  std::string Apply(std::string_view text) const;

 private:
  std::vector<std::string> secrets_;  // longest first
};

}  // namespace iec

#endif  // IEC_LIB_DUT_LOGIN_PROMPT_H_
