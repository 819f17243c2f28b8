// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/login_prompt.h"

#include <gtest/gtest.h>

namespace iec {
namespace {

PromptKind Kind(std::string_view prompt) {
  return ClassifyPrompt(prompt, "iec-user");
}

TEST(ClassifyPrompt, KnowsPasswords) {
  for (const char* prompt :
       {"Password: ", "password:", "iec-user@127.0.0.1's password: ",
        "(iec-user@127.0.0.1) Password: ", "Passphrase:", "LDAP Password: "}) {
    EXPECT_EQ(Kind(prompt), PromptKind::kPassword) << prompt;
  }
}

TEST(ClassifyPrompt, KnowsCodes) {
  for (const char* prompt :
       {"Verification code: ", "One-time password (OATH) for `iec-user': ",
        "OTP: ", "Enter PIN for token: ", "Passcode or option (1-3): ",
        "Enter one time password: ", "Your 2FA code:", "TOKEN?"}) {
    EXPECT_EQ(Kind(prompt), PromptKind::kCode) << prompt;
  }
}

TEST(ClassifyPrompt, KnowsBothInOneLine) {
  EXPECT_EQ(Kind("Password & verification code: "),
            PromptKind::kPasswordAndCode);
  EXPECT_EQ(Kind("Enter password and OTP:"), PromptKind::kPasswordAndCode);
}

TEST(ClassifyPrompt, KnowsForcedChanges) {
  for (const char* prompt :
       {"New password: ", "Enter new UNIX password: ", "Retype new password: ",
        "Re-type new password: ", "Repeat password:"}) {
    EXPECT_EQ(Kind(prompt), PromptKind::kNewPassword) << prompt;
  }
  for (const char* prompt :
       {"Current password: ", "(current) UNIX password: ", "Old password: "}) {
    EXPECT_EQ(Kind(prompt), PromptKind::kCurrentPassword) << prompt;
  }
}

TEST(ClassifyPrompt, KnowsLanguagesOfDevices) {
  for (const char* prompt : {"Passwort: ", "[sudo] Passwort für iec-user: ",
                             "Kennwort: ", "Mot de passe : ", "Contraseña: "}) {
    EXPECT_EQ(Kind(prompt), PromptKind::kPassword) << prompt;
  }
  for (const char* prompt :
       {"Bestätigungscode: ", "Einmalpasswort: ", "Código de verificación: ",
        "Codigo: ", "Code de vérification : "}) {
    EXPECT_EQ(Kind(prompt), PromptKind::kCode) << prompt;
  }
  for (const char* prompt :
       {"Geben Sie ein neues Passwort ein: ", "Neues Passwort: ",
        "Geben Sie das neue Passwort erneut ein: ",
        "Retapez le nouveau mot de passe : "}) {
    EXPECT_EQ(Kind(prompt), PromptKind::kNewPassword) << prompt;
  }
  EXPECT_EQ(Kind("Aktuelles Passwort: "), PromptKind::kCurrentPassword);
}

TEST(AsksForRepetition, IsNotEachQuestionForANewPassword) {
  EXPECT_TRUE(AsksForRepetition("Retype new password: "));
  EXPECT_TRUE(AsksForRepetition("Neues Passwort erneut eingeben: "));
  EXPECT_FALSE(AsksForRepetition("New password: "));
  EXPECT_FALSE(AsksForRepetition("Neues Passwort: "));
}

TEST(ClassifyPrompt, KnowsLogins) {
  EXPECT_EQ(Kind("demo login: "), PromptKind::kLogin);
  EXPECT_EQ(Kind("login:"), PromptKind::kLogin);
  EXPECT_EQ(Kind("Username: "), PromptKind::kLogin);
  EXPECT_EQ(Kind("Last login:"), PromptKind::kOther);
}

TEST(IsLoginOf, TakesTheWholeName) {
  EXPECT_TRUE(IsLoginOf("barcode-reader-7", "barcode-reader-7 login: "));
  EXPECT_TRUE(IsLoginOf("pin.example.org", "pin login:"));
  EXPECT_TRUE(IsLoginOf("pin", "pin.example.org login:"));
  EXPECT_FALSE(IsLoginOf("pin", "Last login:"));
  EXPECT_FALSE(IsLoginOf("pin", "enter pin login:"));
  EXPECT_FALSE(IsLoginOf("", " login:"));
}

TEST(ClassifyPrompt, ANameOrAPartOfAWordIsNoSign) {
  EXPECT_EQ(ClassifyPrompt("Password for otp: ", "otp"), PromptKind::kPassword);
  EXPECT_EQ(Kind("Ping interval: "), PromptKind::kOther);
  EXPECT_EQ(Kind("Password for pinocchio: "), PromptKind::kPassword);
  EXPECT_EQ(Kind(""), PromptKind::kOther);
  EXPECT_EQ(ClassifyPrompt("Password: ", ""), PromptKind::kPassword);
}

TEST(CurrentLine, IsWhatStandsAfterTheLastLineEnd) {
  EXPECT_EQ(CurrentLine("Welcome\r\nPassword: "), "Password: ");
  EXPECT_EQ(CurrentLine("Welcome\r\n"), "");
  EXPECT_EQ(
      CurrentLine("\x1b[?2004h\x1b]0;user@host: ~\a\x1b[01;32muser\x1b[0m$ "),
      "user$ ");
  EXPECT_EQ(CurrentLine("half a sequence \x1b["), "half a sequence ");
  EXPECT_EQ(CurrentLine("\x1b"), "");
}

TEST(Redactor, TakesEverySecretOut) {
  Redactor redactor;
  redactor.Add("abc");
  redactor.Add("abcdef");
  redactor.Add("");
  EXPECT_EQ(redactor.Apply("abcdef abc xabcx"), "[secret] [secret] x[secret]x");
  EXPECT_EQ(Redactor().Apply("abc"), "abc");
}

}  // namespace
}  // namespace iec
