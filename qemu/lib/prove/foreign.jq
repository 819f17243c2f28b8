# SPDX-License-Identifier: Apache-2.0
# A scenario from outside the tree: which verdicts it turned, and whether what it names turned to fail.
include "judge";

def plain: ascii_downcase | gsub("[^a-z0-9]+"; "");

($base[0] // {tests: [], requirements: []}) as $base | ($report[0] // {tests: [], requirements: []}) as $report |
($base | verdicts) as $before |
([$report.requirements[] | {key: .token, value: .id}] | from_entries) as $names |
[$report.tests[] | . as $test | select(.verdict != ($before[.id] // "missing")) |
  {id, requirement: ($names[.requirement] // .requirement), before: ($before[.id] // "missing"), after: .verdict,
   failed: ($report | failing($test.id) | [(.[] | select($asserts != "" and (.expected | contains($asserts)))), .[]][0] //
     null | if . then {expected, found, where} else null end),
   declared: ($declared[.id] // null)}] as $turned |
[$turned[] | select(.after == "fail" and
  ((.id | plain) == ($breaks | plain) or (.requirement | plain) == ($breaks | plain)))] as $named |
{
  scenario: $script, breaks: $breaks, how: $how, lane: $lane, changed_facts: $changed, wrong: $wrong,
  first_attempt: $first, turned: $turned, others: [$turned[] | select(.declared == null) |
    select(.id as $id | $named | any(.id == $id) | not) | .id],
  held: ($wrong == "" and $named != []), seconds: ($seconds | tonumber)
}
