// SPDX-License-Identifier: Apache-2.0
#include "lib/report/html.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "lib/report/golden_test.h"
#include "lib/report/html_text.h"

namespace iec {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Page(const Assessment& assessment) {
  return RenderHtml(assessment, {});
}

TEST(Golden, Html) { ExpectGolden("report.html", Page(Everything())); }

TEST(HtmlText, EscapesWhatIsMarkup) {
  EXPECT_EQ(HtmlText("<script>alert('x')</script> & \"y\""),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; "
            "&quot;y&quot;");
  EXPECT_EQ(HtmlAttribute("\" onclick='x' <>&"),
            "&quot; onclick=&#39;x&#39; &lt;&gt;&amp;");
  EXPECT_EQ(HtmlText("a\n\tb \xc3\xa4 \xe2\x82\xac"),
            "a\n\tb \xc3\xa4 \xe2\x82\xac");
}

TEST(HtmlText, ShowsWhatWouldHide) {
  const auto shown = [](std::string_view text) { return HtmlAttribute(text); };
  EXPECT_EQ(shown(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(shown("\x1b[2J\r\x7f"), "\\x1b[2J\\x0d\\x7f");
  EXPECT_EQ(shown("\xc2\x85\xc2\x9b"), "\\u{0085}\\u{009b}");
  EXPECT_EQ(shown("\xe2\x80\xae\xe2\x81\xa6\xd8\x9c"),
            "\\u{202e}\\u{2066}\\u{061c}");
  EXPECT_EQ(shown("\xe2\x80\x8b\xc2\xad\xef\xbb\xbf\xf3\xa0\x81\x81"),
            "\\u{200b}\\u{00ad}\\u{feff}\\u{e0041}");
  EXPECT_EQ(shown("\xff\xc0\xaf\xed\xa0\x80"),
            "\\xff\\xc0\\xaf\\xed\\xa0\\x80");
  EXPECT_EQ(shown("\xe2\x82"), "\\xe2\\x82");
  EXPECT_EQ(shown("\xef\xbf\xbe"), "\\u{fffe}");
}

// The same letters typed by a device must not look like an escape.
TEST(HtmlText, MarksWhatItEscaped) {
  EXPECT_EQ(HtmlText("\x1b"), "<span class=\"unseen\">\\x1b</span>");
  EXPECT_EQ(HtmlText("\\x1b"), "\\x1b");
}

TEST(HtmlText, HoldsNoRecordAndNoSignal) {
  EXPECT_EQ(HtmlText("IEC1 test <LAVA_SIGNAL"),
            "IEC&#49; test &lt;LAVA_SIGNAL");
  EXPECT_THAT(Page(Everything()), Not(HasSubstr("IEC1 ")));
  EXPECT_THAT(Page(Everything()), Not(HasSubstr("<LAVA_")));
}

TEST(HtmlAnchor, KeepsDifferentTextsApart) {
  std::set<std::string> anchors;
  const auto texts = {"a b", "a-20b", "a_b", "a\"b", "a<b", ""};
  for (const char* text : texts) anchors.insert(HtmlAnchor(text));
  EXPECT_EQ(anchors.size(), texts.size());
  EXPECT_EQ(HtmlAnchor("CR_1_1_x"), "CR_1_1_x");
  EXPECT_EQ(HtmlAnchor("\"> x"), "-22-3e-20x");
}

TEST(HtmlLink, LinksOnlyIntoTheWeb) {
  EXPECT_EQ(HtmlLink("https://lava.example.org/1?a=b&c"),
            "<a href=\"https://lava.example.org/1?a=b&amp;c\" "
            "rel=\"noreferrer\">https://lava.example.org/1?a=b&amp;c</a>");
  EXPECT_EQ(HtmlLink("javascript:alert(1)"), "javascript:alert(1)");
  EXPECT_EQ(HtmlLink("https://x\" y"), "https://x&quot; y");
  EXPECT_THAT(HtmlLink("https://x\x1b"), Not(HasSubstr("<a")));
}

// Whatever field a device fills, no markup of its own comes of it.
void ExpectNoMarkupOfADevice(const std::string& page) {
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<!--")));
  EXPECT_THAT(page, Not(HasSubstr("\" onmouseover")));
  EXPECT_THAT(page, Not(HasSubstr("\xff")));
  EXPECT_THAT(page, Not(HasSubstr("\xe2\x80\xae")));
  const auto bad = std::count_if(page.begin(), page.end(), [](char c) {
    return c != '\n' && c != '\t' && static_cast<unsigned char>(c) < ' ';
  });
  EXPECT_EQ(bad, 0);
}

TEST(Html, NoTextOfADeviceBecomesMarkup) {
  const std::string page = Page(Hostile());
  ExpectNoMarkupOfADevice(page);
  EXPECT_THAT(page, HasSubstr("&lt;img src=x onerror=1&gt;"));
}

TEST(Html, NorDoNamesOfTestsAndRequirements) {
  const std::string evil =
      "</p></style></script><script>alert(1)</script><img src=x>\" "
      "onmouseover=\"x\" '\x1b\xe2\x80\xae\xff<!--";
  SampleRun sample;
  sample.Add("CR_1_1_" + evil, "CR_1_1", Verdict::kFail, evil);
  sample.Add(evil, evil, Verdict::kMissing, evil);
  sample.plan().left_out = {{evil, "CR_1_1", evil}, {"CR_1_2_x", evil, evil}};
  sample.plan().component_type = evil;
  const std::string page = Page(sample.Assess());
  ExpectNoMarkupOfADevice(page);
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)"));
}

// A whole suite: 46 tests that record twice as much as ours do.
TEST(Html, StaysSmall) {
  SampleRun sample;
  for (int i = 0; i < 46; ++i) {
    TestRecord& test = sample.Add(fmt::format("CR_1_1_test_{}", i), "CR_1_1",
                                  Verdict::kPass, std::string(60, 't'));
    test.checks.assign(16,
                       {Check::Kind::kExpectation, true, std::string(80, 'e'),
                        std::string(120, 'f'), "some_file_of_tests.cpp:123"});
  }
  EXPECT_LT(Page(sample.Assess()).size(), 600u * 1024);
}

TEST(Html, IsTheSameEachTime) {
  EXPECT_EQ(Page(Everything()), Page(Everything()));
}

TEST(Html, NamesNothingOutsideItself) {
  const std::string page = Page(Everything());
  for (const char* word : {"src=", "@import", "url(", "<link rel=\"style",
                           "<iframe", "fetch(", "XMLHttp", "localStorage"}) {
    EXPECT_THAT(page, Not(HasSubstr(word)));
  }
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr("unsafe-inline")));
}

// Each id once, and each link within the page leads somewhere.
TEST(Html, EachLinkWithinItHasItsTarget) {
  const std::string page = Page(Everything());
  const auto values = [&](std::string_view before) {
    std::vector<std::string> found;
    for (size_t at = 0; (at = page.find(before, at)) != std::string::npos;) {
      at += before.size();
      found.push_back(page.substr(at, page.find('"', at) - at));
    }
    return found;
  };
  const std::vector<std::string> list = values(" id=\"");
  const std::set<std::string> ids(list.begin(), list.end());
  EXPECT_EQ(ids.size(), list.size());
  const std::vector<std::string> links = values("href=\"#");
  EXPECT_GT(links.size(), 100u);
  for (const std::string& link : links) {
    EXPECT_TRUE(ids.contains(link)) << link;
  }
}

TEST(Html, HidesNoVerdict) {
  const std::string page = Page(Everything());
  for (const char* verdict : {"fail", "error", "missing", "waived", "manual",
                              "not_covered", "not_applicable", "pass"}) {
    EXPECT_THAT(page, HasSubstr(std::string("data-verdict=\"") + verdict));
  }
  EXPECT_THAT(page, HasSubstr("the container lane cannot show it"));
  EXPECT_THAT(page, HasSubstr("another shard than 1/2"));
  EXPECT_THAT(page, HasSubstr("a root shell on the serial console"));
  EXPECT_THAT(page, HasSubstr("lines 120 to 124 of run.txt"));
  EXPECT_THAT(page, HasSubstr("LAVA job 4711"));
  EXPECT_THAT(page, HasSubstr(std::string(64, 'b')));  // the image
  EXPECT_THAT(page, HasSubstr("its checksum does not match"));
}

TEST(Html, SaysWhereThereIsNothing) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  const std::string page = Page(sample.Assess());
  EXPECT_THAT(page, HasSubstr("None: no test failed"));
  EXPECT_THAT(page, HasSubstr("None: the profile declares no access"));
  EXPECT_THAT(page, HasSubstr("No LAVA job was named"));
  EXPECT_THAT(page, HasSubstr("Nothing failed"));
}

TEST(Html, DoesNotCallATargetMetThatNobodySaid) {
  SampleRun sample;
  sample.run().recorded = false;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  sample.plan().target_levels.assign(7, 0);
  const std::string page = Page(sample.Assess());
  EXPECT_THAT(page, HasSubstr("of an unknown target"));
  EXPECT_THAT(page, HasSubstr("target unknown"));
  EXPECT_THAT(page, Not(HasSubstr("</svg>met<")));
  EXPECT_THAT(page, Not(HasSubstr("meet their target")));
  EXPECT_THAT(page, Not(HasSubstr("not demanded")));
}

// A failure at SL 3 keeps a device from SL 3 as well as what it lacks at SL 1.
TEST(Html, NamesAllThatKeepsFromTheTarget) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kFail);
  sample.Add("CR_1_1_RE_2_x", "CR_1_1_RE_2", Verdict::kFail);
  const std::string page = Page(sample.Assess());
  const size_t begin = page.find("<section id=\"levels\"");
  const std::string levels =
      page.substr(begin, page.find("</section>", begin) - begin);
  EXPECT_THAT(levels, HasSubstr("#r-CR_1_1\""));
  EXPECT_THAT(levels, HasSubstr("#r-CR_1_1_RE_2\""));
}

TEST(Html, SaysThatWhatFailedIsWaived) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kFail);
  sample.Waive("CR 1.1", "2027-01-31");
  EXPECT_THAT(Page(sample.Assess()),
              HasSubstr("Nothing failed that is not waived"));
}

TEST(Html, SaysByWhoseProfileItJudges) {
  SampleRun sample;
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  AssessmentOptions options;
  options.judged_by = "p.yaml (pump, sha256 0)";
  EXPECT_THAT(Page(sample.Assess(options)),
              HasSubstr("from p.yaml (pump, sha256 0)"));
}

TEST(Html, SaysThatARunIsPartOnly) {
  SampleRun sample;
  sample.plan().selection = {"fr1"};
  sample.Add("CR_1_1_x", "CR_1_1", Verdict::kPass);
  EXPECT_THAT(Page(sample.Assess()),
              HasSubstr("<b>Part only</b>: only a selection"));
}

}  // namespace
}  // namespace iec
