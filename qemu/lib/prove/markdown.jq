# SPDX-License-Identifier: Apache-2.0
# The matrix as a page. Of tests that were not proven now, or not with all of their scenarios, it keeps what $old, the
# page as it was, says.
def cell: tostring | gsub("\\|"; "\\|") | gsub("\n"; " ") | gsub("<"; "&lt;");
def name: sub(".*/"; "") | sub("\\.sh$"; "") | gsub("_"; " ");
def collateral: if .collateral == null then "not looked at"
  elif .collateral == [] then "none, \(.unchanged | length) unchanged"
  else ([.collateral[] | "\(.id): \(.before) → \(.after)\(if .reason then ", \(.reason)" else " (undeclared)" end)"] |
    join("; ")) + "; \(.unchanged | length) unchanged" end;

def rows: [split("\n")[] | select(startswith("| ") and (startswith("| scenario |") | not))];
def minutes: [rows[] | capture("\\| (?<s>[0-9.]+) \\([0-9.]+\\) \\|$").s | tonumber] | add // 0 | . / 60 | floor;
def section($matrix): [
  "## \(.[0].test)", "",
  "Commit `\($matrix.commit[0:12])`, \($matrix.started[0:10])\(if $matrix.all then ", beside all others" else "" end).", "",
  "| scenario | how | lane | before | after | failing assertion | found | others | s |",
  "|---|---|---|---|---|---|---|---|---|",
  (.[] | "| \(.scenario | name | cell)\(if .held then "" else " **NOT PROVEN**: \(.wrong | cell)" end) | \(.how | cell) | " +
    "\(.lane) | \(.before // "none" | cell) | \(.after // "none" | cell) | \(.failed.expected // "" | cell) | " +
    "\(.failed.found // "" | cell) | \(collateral | cell) | \(.seconds) (\(.test_seconds)) |")] | join("\n");

. as $matrix |
($old | split("\n## ")[1:] | map({key: split("\n")[0], value: ("## " + rtrimstr("\n"))}) | from_entries) as $kept |
([.tests[] | {key: .id, value: .scenarios}] | from_entries) as $count |
(.proofs | group_by(.test) |
  map(.[0].test as $test | select(length == $count[$test] or ($kept[$test] | not)) | {key: $test, value: section($matrix)}) |
  from_entries) as $new |
([$kept + $new | to_entries[] | select($count[.key])] | sort_by(.key) | map(.value)) as $sections |
($sections | join("\n")) as $all |
($all | rows | length) as $scenarios | ([$all | rows[] | select(test("\\*\\*NOT PROVEN\\*\\*"))] | length) as $open |
"<!-- SPDX-License-Identifier: Apache-2.0 -->",
"# The proof matrix",
"",
"Written by `qemu/prove --output markdown:FILE`; do not edit. \($sections | length) tests, \($scenarios) scenarios,",
"\($scenarios - $open) proven, \($open) not. \($all | minutes) minutes of devices, side by side on \(.processors) processors.",
"",
"Each row is a fresh clone of the device: the test passes on it, the scenario is applied, the test fails with the",
"assertion that is shown. \"Others\" are the verdicts of all other tests beside what they are on the sound device.",
"Seconds: of the whole proof, and in brackets of the test in it, before and after.",
($sections[] | "", .)
