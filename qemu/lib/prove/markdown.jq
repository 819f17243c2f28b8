# SPDX-License-Identifier: Apache-2.0
# The matrix as a page.
def cell: tostring | gsub("\\|"; "\\|") | gsub("\n"; " ") | gsub("<"; "&lt;");
def name: sub(".*/"; "") | sub("\\.sh$"; "") | gsub("_"; " ");
def collateral: if .collateral == null then "not looked at"
  elif .collateral == [] then "none, \(.unchanged | length) unchanged"
  else ([.collateral[] | "\(.id): \(.before) → \(.after)\(if .reason then ", \(.reason)" else " (undeclared)" end)"] |
    join("; ")) + "; \(.unchanged | length) unchanged" end;

(.proofs | group_by(.test)) as $groups |
([.proofs[] | select(.held)] | length) as $held |
"<!-- SPDX-License-Identifier: Apache-2.0 -->",
"# The proof matrix",
"",
"Written by `qemu/prove\(if .all then " --all" else "" end) --output markdown:FILE`; do not edit. \($groups | length) tests,",
"\(.proofs | length) scenarios, \($held) proven, \(.proofs | length - $held) not. Commit `\(.commit[0:12])`, \(.started[0:10]).",
"\([.proofs[] | .seconds + (.others_seconds // 0)] | add // 0 | . / 60 | floor) minutes of devices, side by side on \(.processors) processors.",
"",
"Each row is a fresh clone of the device: the test passes on it, the scenario is applied, the test fails with the",
"assertion that is shown. \"Others\" are the verdicts of all other tests beside what they are on the sound device.",
"Seconds: of the whole proof, and in brackets of the test in it, before and after.",
($groups[] |
  "", "## \(.[0].test)", "",
  "| scenario | how | lane | before | after | failing assertion | found | others | s |",
  "|---|---|---|---|---|---|---|---|---|",
  (.[] | "| \(.scenario | name | cell)\(if .held then "" else " **NOT PROVEN**: \(.wrong | cell)" end) | \(.how | cell) | " +
    "\(.lane) | \(.before // "none" | cell) | \(.after // "none" | cell) | \(.failed.expected // "" | cell) | " +
    "\(.failed.found // "" | cell) | \(collateral | cell) | \(.seconds) (\(.test_seconds)) |"))
