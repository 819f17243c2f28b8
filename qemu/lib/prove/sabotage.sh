# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2016  # the words of jq are no variables of ours
# A test before and after a sabotage, and all others beside it.

# take_baselines: the verdicts of the planned tests on the sound device, as JSON in each baseline().
take_baselines() {
  local lane variant
  $ALL || return 0
  while read -r lane variant; do
    say "the sound device, $(ground "$lane" "$variant")"
    # shellcheck disable=SC2046  # words
    with_peer $(planned_tests "$lane")
    on_fresh_dut "$lane" "$(baseline "$lane" "$variant")" take_baseline "$lane" "$variant" </dev/null
    [[ -z $WRONG ]] || die 2 "in the $(ground "$lane" "$variant") nothing can be proven: $WRONG"
  done <<<"$(planned_grounds 4)"
}

# planned_tests LANE
planned_tests() {
  awk -F '\t' -v lane="$1" '$1 == lane { print $5 }' "$WORK/plan" | tr ' ' '\n' | LC_ALL=C sort -u
}

take_baseline() {
  local file tests=()
  file=$(baseline "$1" "$2")
  make_variant "$2" "$file"
  [[ -z $WRONG ]] || return 0
  mapfile -t tests < <(planned_tests "$1")
  run_tests "$file.json" "${tests[@]}"
  WRONG=$(ask_report "$file.json" '[verdicts | to_entries[] | select(.value | IN("pass", "not_applicable") | not) |
    "on the sound device: \(.value): \(.key)"] | first // ""')
}

# sabotage_dut SCRIPT FILE: sets WRONG where it cannot be done.
sabotage_dut() {
  if ! in_dut sh -s <"$1" >"$2.sabotage" 2>&1; then
    WRONG="the scenario itself failed: $(tail -n 1 "$2.sabotage")"
  elif [[ -n $(header "$1" reboot) ]] && ! reboot_dut >"$2.reboot" 2>&1; then
    WRONG="it does not come up after its sabotage: $(tail -n 1 "$2.reboot")"
  fi
}

# sabotage_seen SCRIPT FILE: the same, and sets WRONG where nothing has changed, CHANGED to how many facts have.
sabotage_seen() {
  "$QEMU_DIR/digest" take "$DUT" >"$2.before"
  sabotage_dut "$1" "$2"
  [[ -z $WRONG ]] || return 0
  "$QEMU_DIR/digest" take "$DUT" >"$2.after"
  CHANGED=$("$QEMU_DIR/digest" compare "$2.before" "$2.after" | wc -l) || true
  ((CHANGED > 0)) || WRONG='the scenario changed nothing on the device'
}

# try_sabotage FILE: on DUT, as the VISIT_... variables say. Sets WRONG, CHANGED and OWN_MS.
try_sabotage() {
  local file=$1 script=$REPO_DIR/$VISIT_SCRIPT tests
  CHANGED=0 OWN_MS=0
  rm -f -- "$file" "$file.first"
  make_variant "$(header "$script" variant)" "$file"
  [[ -z $WRONG ]] || return 0
  read -ra tests <<<"$VISIT_TESTS"
  if [[ $VISIT_OWN != - ]]; then
    run_tests "$file.first" "$VISIT_OWN"
    OWN_MS=$(test_ms "$file.first" "$VISIT_OWN")
    WRONG=$(ask_report "$file.first" 'sound($id; $due)' --arg id "$VISIT_OWN" --arg due "$(due_before "$script")")
    [[ -z $WRONG ]] || return 0
    sabotage_seen "$script" "$file"
  else
    # That it changes something is seen on the device of its own test.
    sabotage_dut "$script" "$file"
  fi
  [[ -z $WRONG ]] || return 0
  run_tests "$file" "${tests[@]}"
  if [[ $VISIT_OWN != - ]]; then
    OWN_MS=$((OWN_MS + $(test_ms "$file" "$VISIT_OWN")))
    WRONG=$(ask_report "$file" 'sabotaged($id; $asserts)' --arg id "$VISIT_OWN" --arg asserts "$(header "$script" asserts)")
  fi
  if [[ -z $WRONG ]] && $ALL; then
    WRONG=$(ask_report "$file" '($ids | split(" ")) as $ids | ($base[0] | verdicts) as $before |
      collateral(moved($before; $own; $ids); $declared; $ids; $own)' \
      --arg ids "$VISIT_TESTS" --arg own "$VISIT_OWN" --slurpfile base "$VISIT_BASELINE" \
      --argjson declared "$(declared_collateral "$script")")
  fi
}

# due_before SCRIPT: the verdict of its test on the sound device.
due_before() {
  local due
  due=$(header "$1" before)
  printf '%s\n' "${due:-pass}"
}

# declared_collateral SCRIPT: {id: reason}
declared_collateral() {
  header "$1" also | jq -Rn '[inputs | capture("^(?<key>[^:]*): *(?<value>.*)")] | from_entries'
}

# if_there FILE: or an empty one.
if_there() { if [[ -s $1 ]]; then printf '%s\n' "$1"; else echo /dev/null; fi; }

# visit_result FILE SECONDS: what the matrix is made of.
visit_result() {
  local file=$1 ms=$2
  jq -n -L "$QEMU_DIR/lib/prove" --arg lane "$VISIT_LANE" --arg own "$VISIT_OWN" --arg script "$VISIT_SCRIPT" \
    --arg test "$VISIT_TEST" --arg ids "$VISIT_TESTS" --arg wrong "$WRONG" --arg first "$FIRST" \
    --argjson changed "${CHANGED:-0}" --argjson ms "$ms" --argjson own_ms "${OWN_MS:-0}" --argjson all "$ALL" \
    --arg how "$(header "$REPO_DIR/$VISIT_SCRIPT" how)" --arg breaks "$(header "$REPO_DIR/$VISIT_SCRIPT" breaks)" \
    --arg asserts "$(header "$REPO_DIR/$VISIT_SCRIPT" asserts)" \
    --argjson declared "$(declared_collateral "$REPO_DIR/$VISIT_SCRIPT")" \
    --slurpfile sound "$(if_there "$file.first")" --slurpfile report "$(if_there "$file")" \
    --slurpfile base "$(if_there "$VISIT_BASELINE")" \
    -f "$QEMU_DIR/lib/prove/visit.jq"
}

# prove_visit LANE OWN TEST SCRIPT TESTS FILE: leaves FILE.result (JSON) and FILE.line.
prove_visit() {
  local begin file=$6 ms
  VISIT_LANE=$1 VISIT_OWN=$2 VISIT_TEST=$3 VISIT_SCRIPT=$4 VISIT_TESTS=$5
  VISIT_BASELINE=$(baseline "$1" "$(header "$REPO_DIR/$4" variant)").json
  begin=$(now_ms)
  # shellcheck disable=SC2086  # words
  with_peer $VISIT_TESTS
  on_fresh_dut "$VISIT_LANE" "$file" try_sabotage "$file"
  ms=$(($(now_ms) - begin))
  visit_result "$file" "$ms" >"$file.json"
  say_result "$file" 'line("\(.test): \(.scenario | sub(".*/"; ""))" +
    (if .own then "" else ", seen by the tests of this lane" end); .wrong)'
}
