// SPDX-License-Identifier: Apache-2.0
// On a table with everything that is awkward to write in roff or for a shell;
// ci/lib/test-manual asks mandoc, man and the shells themselves.
#include "lib/manual/manual.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/base/text.h"

namespace iec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ManualTest : public testing::Test {
 protected:
  ManualTest() {
    app_.name("iec-sample");
    app_.description("A sample.");
    app_.require_subcommand(1);
    app_.footer("Exit status.");
    CLI::App* const run = app_.add_subcommand("run", "It's to [run] things");
    run->add_option("what", words_, "What: this. Or that")
        ->type_name("")
        ->required();
    run->add_option("--when", when_, "When it is done. At the latest")
        ->type_name("WHEN")
        ->check(CLI::IsMember(std::vector<std::string>{"now", "later"}))
        ->capture_default_str();
    run->add_option("--output", outputs_, ".A file with a back\\slash")
        ->type_name("FORMAT:FILE")
        ->allow_extra_args(false);
    run->add_option("--profile", path_, "A file")->type_name("FILE");
    run->add_option("--state", path_, "A directory")->type_name("DIRECTORY");
    run->add_option("-j,--jobs", number_, "How many")->type_name("N");
    run->add_flag("--slow", flag_, "Slowly; but surely");
    CLI::App* const stop = app_.add_subcommand("stop", "Stop");
    stop->footer("Of its own.");
    stop->add_option("--output", outputs_, "A file")
        ->type_name("FORMAT:FILE")
        ->allow_extra_args(false)
        ->required();
    facts_.words = {{"FORMAT:FILE", {"json", "text"}},
                    {"stop FORMAT:FILE", {"yaml"}},
                    {"what", {"all"}}};
    facts_.commands = {{"what", "iec-sample names"}};
    facts_.description = {"One. Two. " + std::string(100, 'x') + " end."};
    facts_.see_also = {"iec-other(1)"};
    facts_.examples = {{"iec-sample run", "As it is:"}};
    table_ = ReadOptionTable(app_);
  }

  const TableOption& Option(const std::string& name) const {
    for (const TableOption& option : table_.commands.at(0).options) {
      if (option.name == name) return option;
    }
    ADD_FAILURE() << name;
    return table_.commands.at(0).options.at(0);
  }

  CLI::App app_;
  std::vector<std::string> words_, outputs_;
  std::string when_ = "now", path_;
  int number_ = 0;
  bool flag_ = false;
  ManualFacts facts_;
  OptionTable table_;
};

TEST_F(ManualTest, ReadsTheTable) {
  EXPECT_EQ(table_.program.name, "iec-sample");
  EXPECT_EQ(table_.program.description, "A sample");
  ASSERT_EQ(table_.commands.size(), 2u);
  const TableCommand& run = table_.commands[0];
  EXPECT_EQ(run.footer, table_.program.footer) << "where it has none itself";
  EXPECT_EQ(table_.commands[1].footer, "Of its own.");
  ASSERT_EQ(run.arguments.size(), 1u);
  EXPECT_EQ(run.arguments[0].name, "what");
  EXPECT_TRUE(run.arguments[0].required);
  EXPECT_TRUE(run.arguments[0].repeats);
  EXPECT_EQ(Option("when").metavar, "WHEN");
  EXPECT_THAT(Option("when").choices, ElementsAre("now", "later"));
  EXPECT_EQ(Option("when").fallback, "now");
  EXPECT_EQ(Option("when").FirstSentence(), "When it is done");
  EXPECT_FALSE(Option("when").repeats);
  EXPECT_EQ(Option("output").metavar, "FORMAT:FILE");
  EXPECT_TRUE(Option("output").repeats);
  EXPECT_EQ(Option("jobs").short_name, "j");
  EXPECT_EQ(Option("slow").metavar, "") << "a flag";
  EXPECT_EQ(Option("slow").FirstSentence(), "Slowly");
  EXPECT_TRUE(Option("help").choices.empty());
}

TEST_F(ManualTest, ThePageIsRoff) {
  const std::string page = ManualPage(table_, facts_);
  EXPECT_THAT(page, HasSubstr(".Dt IEC-SAMPLE 1\n"));
  EXPECT_THAT(page, HasSubstr(".Nd a sample\n"));
  EXPECT_THAT(page, HasSubstr("\nOne.\nTwo.\n"));
  EXPECT_THAT(page, HasSubstr("\n\\&.A file with a back\\eslash.\n"));
  EXPECT_THAT(page, HasSubstr("One of now or later.\nDefault: now.\n"));
  EXPECT_THAT(page, HasSubstr(".It Fl j , Fl \\-jobs Ar \"\\&N\"\n"));
  EXPECT_THAT(page, HasSubstr(".Ar \"\\&what\" ...\n"));
  EXPECT_THAT(page, HasSubstr(".Pp\nOf its own.\n"));
  EXPECT_THAT(page, Not(HasSubstr("Exit status.\n"))) << "a section has it";
  for (const std::string& line : Split(page, '\n')) {
    EXPECT_LE(line.size(), 101u) << line;
    EXPECT_FALSE(line.starts_with('\'')) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
}

TEST_F(ManualTest, WhatIsRequiredStandsInNoBrackets) {
  const std::string page = ManualPage(table_, facts_);
  EXPECT_THAT(page, HasSubstr(".Op Fl \\-output Ar"));
  EXPECT_THAT(page, HasSubstr(".Cm stop\n.Fl \\-output Ar"));
}

TEST_F(ManualTest, ACommandMayHaveWordsOfItsOwn) {
  EXPECT_THAT(BashCompletion(table_, facts_), HasSubstr("-W 'yaml:'"));
  EXPECT_THAT(ZshCompletion(table_, facts_), HasSubstr("_file_after yaml}"));
  EXPECT_THAT(FishCompletion(table_, facts_), HasSubstr("-a 'yaml:'"));
}

TEST_F(ManualTest, BashKnowsWhatEachOptionTakes) {
  const std::string text = BashCompletion(table_, facts_);
  EXPECT_THAT(text, HasSubstr("'run --when')\n      _iec_sample_add -W 'now "
                              "later'\n      return ;;"));
  EXPECT_THAT(text, HasSubstr("_iec_sample_add -W 'json: text:'"));
  EXPECT_THAT(text, HasSubstr("'run --profile')\n      _iec_sample_set "
                              "filenames\n      _iec_sample_add -f\n"));
  EXPECT_THAT(text, HasSubstr("_iec_sample_add -d\n"));
  EXPECT_THAT(text, HasSubstr("_iec_sample_first_words iec-sample names"));
  EXPECT_THAT(text, Not(HasSubstr("'run --slow')"))) << "it takes no value";
  EXPECT_THAT(text, HasSubstr("complete -F _iec_sample iec-sample\n"));
}

TEST_F(ManualTest, ZshGetsItsQuotesRight) {
  const std::string text = ZshCompletion(table_, facts_);
  EXPECT_TRUE(text.starts_with("#compdef iec-sample\n"));
  EXPECT_THAT(text, HasSubstr("'run:It'\\''s to \\[run\\] things'\n"));
  EXPECT_THAT(text, HasSubstr("'--when=[When it is done]:WHEN:(now later)'"));
  EXPECT_THAT(text, HasSubstr("'*--output=[.A file with a back\\\\slash]:"
                              "FORMAT\\:FILE:{_iec_sample_file_after json "
                              "text}'"));
  EXPECT_THAT(text, HasSubstr("'(-h --help)'{-h,--help}'["));
}

TEST_F(ManualTest, FishGetsItsQuotesRight) {
  const std::string text = FishCompletion(table_, facts_);
  EXPECT_THAT(text, HasSubstr("-a run -d 'It\\'s to [run] things'\n"));
  EXPECT_THAT(text, HasSubstr("-l when -x -a 'now later' -d"));
  EXPECT_THAT(text, HasSubstr("-l profile -r -F -d 'A file'\n"));
  EXPECT_THAT(text, HasSubstr("-s j -l jobs -x -d 'How many'\n"));
}

}  // namespace
}  // namespace iec
