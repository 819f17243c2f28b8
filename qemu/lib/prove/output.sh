# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What a call found, as files and as figures.

readonly OUTPUT_FORMATS=(json markdown)

# check_output FORMAT:FILE
check_output() {
  [[ $1 == ?*:?* && " ${OUTPUT_FORMATS[*]} " == *" ${1%%:*} "* ]] ||
    usage_error "--output wants FORMAT:FILE, with one of: ${OUTPUT_FORMATS[*]}; not '$1'."
  [[ -d $(dirname -- "${1#*:}") ]] || usage_error "--output: there is no folder for ${1#*:}."
}

# gather_results: all into $WORK/results.json, as an array.
gather_results() { find "$WORK" -name '*.done' -exec cat -- {} + | jq -s . >"$WORK/results.json"; }

# write_outputs STARTED SECONDS
write_outputs() {
  local output file tests lane
  tests=$(for test in "${TEST_IDS[@]}"; do
    printf '%s\t%s\t%s\n' "$test" "${LANES_OF[$test]}" "$(scenarios_of "$test" | wc -l)"
  done)
  if [[ $MODE == sabotage ]]; then
    jq --arg commit "$(git -C "$REPO_DIR" describe --always --dirty --abbrev=40 --exclude '*')" \
      --arg image "$IMAGE" --arg started "$1" --argjson seconds "$2" --argjson processors "$(nproc)" \
      --argjson jobs "$JOBS" --argjson all "$ALL" --arg tests "$tests" \
      -f "$QEMU_DIR/lib/prove/matrix.jq" "$WORK/results.json" >"$WORK/matrix.json"
  elif [[ $MODE == restore ]]; then
    jq '{schema: "iec-proof-rounds/1", seed: $seed, rounds: .}' --argjson seed "$SEED" \
      "$WORK/results.json" >"$WORK/matrix.json"
  else
    for lane in "${LANES[@]}"; do
      [[ ! -s $WORK/baseline.$lane.json ]] || jq --arg lane "$lane" \
        '{($lane): ([.tests[] | {key: .id, value: .verdict}] | from_entries)}' "$WORK/baseline.$lane.json"
    done | jq -s --slurpfile turned "$WORK/results.json" \
      '{schema: "iec-proof-foreign/1", as_it_is: add, scenarios: $turned[0]}' >"$WORK/matrix.json"
  fi
  for output in "${OUTPUTS[@]}"; do
    file=${output#*:}
    case ${output%%:*} in
      json) cp -- "$WORK/matrix.json" "$file" ;;
      # What the page says of tests that were not proven now stays.
      markdown)
        jq -r --rawfile old "$(if_there "$file")" -f "$QEMU_DIR/lib/prove/markdown.jq" "$WORK/matrix.json" >"$WORK/page"
        cp -- "$WORK/page" "$file"
        ;;
    esac
    say "written: $file"
  done
}

# say_figures: what a proof costs beside its test, and what 99 tests will.
readonly PLANNED_TESTS=99
say_figures() {
  jq -r --argjson wall "$1" --argjson planned "$PLANNED_TESTS" '
    def tenth: . * 10 | round / 10;
    map(select(.own)) as $own | select($own | length > 0) | ($own | map(.test) | unique | length) as $tests |
    "\($own | length) proofs of \($tests) tests in \($wall) s",
    ($own | group_by(.lane)[] | .[0].lane as $lane | map(.seconds - .test_seconds) |
      "lane \($lane): \(length) proofs, beside the time of its test each takes \(add / length | tenth) s, " +
      "at most \(max | tenth) s"),
    "\($planned) tests with \($own | length / $tests | tenth) scenarios each would take \(
      $wall / ($own | length) * $planned * ($own | length) / $tests / 60 | tenth) min, with 3 each \(
      $wall / ($own | length) * $planned * 3 / 60 | tenth) min"' "$WORK/results.json" | while IFS= read -r line; do say "$line"; done
}
