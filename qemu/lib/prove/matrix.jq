# SPDX-License-Identifier: Apache-2.0
# The results of a call as the matrix: a test and a scenario a row. Where a second device showed the tests of another
# lane, its findings are joined to the row.
def joined: . as $visits | [$visits[] | select(.own)] | map(. as $row |
  [$visits[] | select((.own | not) and .scenario == $row.scenario)] as $others |
  $row + (if $row.collateral then {
    unchanged: ($row.unchanged + [$others[].unchanged[]?] | sort),
    collateral: ($row.collateral + [$others[].collateral[]?] | sort_by(.id)),
    others_seconds: ([$others[].seconds] | add // 0),
    held: ($row.held and all($others[]; .held)),
    wrong: ([$row.wrong, $others[].wrong] | map(select(. != "")) | join("; "))
  } else {} end) | del(.own));

{
  schema: "iec-proof-matrix/1", commit: $commit, image: $image, started: $started, seconds: $seconds,
  processors: $processors, jobs: $jobs, all: $all,
  tests: ($tests | split("\n") | map(split("\t") | {id: .[0], lanes: (.[1] | split(" ")), scenarios: (.[2] | tonumber)})),
  proofs: (joined | sort_by(.test, .scenario))
}
