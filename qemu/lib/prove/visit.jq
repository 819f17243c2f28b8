# SPDX-License-Identifier: Apache-2.0
# One row of the matrix: a scenario on a device of one lane.
include "judge";

($ids | split(" ")) as $ids |
($report[0] // {tests: []}) as $report |
(($base[0] // {tests: []}) | verdicts) as $before |
($report | verdicts) as $after |
($report | failing($own)) as $failing |
{
  test: $test, scenario: $script, breaks: $breaks, how: $how, lane: $lane, own: ($own != "-"),
  held: ($wrong == ""), wrong: $wrong, first_attempt: $first, changed_facts: $changed,
  seconds: ($ms / 100 | floor / 10), test_seconds: ($own_ms / 100 | floor / 10)
} +
(if $own == "-" then {} else {
  before: ($sound[0] // {tests: []} | verdicts | .[$own] // null), after: ($after[$own] // null), asserts: $asserts,
  failed: ([$failing[] | select(.expected | contains($asserts))][0] // $failing[0] // null |
    if . then {expected, found, where} else null end)
} end) +
(if $all then {
  unchanged: [$ids[] | select(. != $own and ($before[.] // "missing") == ($after[.] // "missing"))],
  collateral: [$ids[] | select(. != $own and ($before[.] // "missing") != ($after[.] // "missing")) |
    {id: ., before: ($before[.] // "missing"), after: ($after[.] // "missing"), reason: ($declared[.] // null)}]
} else {} end)
