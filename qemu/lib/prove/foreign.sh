# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Devices and scenarios that are not ours: the verdicts of a device that somebody else configured, and which of them a
# scenario from outside the tree turns.

# The verdict of each test, and what failed.
readonly SAY_VERDICTS='.tests[] | (.checks | map(select(.holds | not))) as $failed |
  "\(.verdict)\t\(.id)" + (if $failed == [] and .reason != "" then ": \(.reason)" else "" end),
  ($failed[] | "\t  expected: \(.expected); found: \(.found)")'

# plan_foreign LANE [SCRIPT...]: a line "LANE<tab>SCRIPT" for each scenario, which gets a device of its own.
plan_foreign() {
  local lane=$1 script asked
  shift
  for script; do
    asked=$(header "$script" lane)
    printf '%s\t%s\n' "${asked:-$lane}" "$script"
  done
}

# foreign_baselines: the verdicts before, in each lane that the plan has; printed.
foreign_baselines() {
  local lane variant
  if ((${#OTHERS[@]} > 0)); then with_peer "${OTHERS[@]}"; else with_peer "${TEST_IDS[@]}"; fi
  while read -r lane variant; do
    say "the device as it is, $(ground "$lane" "$variant")"
    on_fresh_dut "$lane" "$(baseline "$lane" "$variant")" foreign_baseline "$lane" "$variant" </dev/null
    [[ -z $WRONG ]] || die 2 "no verdicts in the $(ground "$lane" "$variant"): $WRONG"
    printf 'as it is, %s:\n' "$(ground "$lane" "$variant")"
    jq -r "$SAY_VERDICTS" "$(baseline "$lane" "$variant").json"
  done <<<"$(planned_grounds 2)"
}

foreign_baseline() {
  local file
  file=$(baseline "$1" "$2")
  make_variant "$2" "$file"
  [[ -z $WRONG ]] || return 0
  run_tests "$file.json" "${OTHERS[@]}"
  WRONG=$(ask_report "$file.json" 'if .tests == [] then "no record of the test" else "" end')
}

# try_foreign FILE: on DUT. WRONG says only that nothing could be found out.
try_foreign() {
  local file=$1
  CHANGED=0
  rm -f -- "$file"
  make_variant "$(header "$VISIT_SCRIPT" variant)" "$file"
  [[ -z $WRONG ]] || return 0
  sabotage_seen "$VISIT_SCRIPT" "$file"
  [[ -z $WRONG ]] || return 0
  run_tests "$file" "${OTHERS[@]}"
  WRONG=$(ask_report "$file" 'if .tests == [] then "no record of the test" else "" end')
}

# prove_foreign LANE SCRIPT NUMBER FILE: leaves FILE.result (JSON) and FILE.line.
prove_foreign() {
  local file=$4 begin
  VISIT_SCRIPT=$2
  begin=$(now_ms)
  on_fresh_dut "$1" "$file" try_foreign "$file"
  jq -n -L "$QEMU_DIR/lib/prove" --arg lane "$1" --arg script "$2" --arg wrong "$WRONG" --arg first "$FIRST" \
    --arg breaks "$(header "$2" breaks)" --arg how "$(header "$2" how)" --arg asserts "$(header "$2" asserts)" \
    --argjson declared "$(declared_collateral "$2")" --argjson changed "$CHANGED" \
    --arg seconds "$(seconds_since "$begin")" --slurpfile base "$(baseline "$1" "$(header "$2" variant)").json" \
    --slurpfile report "$(if_there "$file")" -f "$QEMU_DIR/lib/prove/foreign.jq" >"$file.json"
  say_result "$file" 'line("\(.scenario | sub(".*/"; "")): breaks \(.breaks)" +
    (if .wrong != "" then ""
     elif .turned == [] then ": no verdict turned"
     else ": " + ([.turned[] | "\(.requirement) \(.before) -> \(.after) (\(.id))" +
       (if .failed then ": expected: \(.failed.expected); found: \(.failed.found)" else "" end)] | join("; ")) end) +
    (if .wrong == "" and (.held | not) then "; not what it names" else "" end); .wrong)'
}

# prepare_foreign: the verdicts before; where there is no scenario, they are all that is asked for.
prepare_foreign() {
  if ((TOTAL > 0)); then
    foreign_baselines
    return
  fi
  printf '%s\t-\n' "${LANE:-container}" >"$WORK/plan"
  foreign_baselines
  : >"$WORK/plan"
}
