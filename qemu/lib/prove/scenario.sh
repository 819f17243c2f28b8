# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Scenarios and the tests that they belong to: headers, their validation, and which proofs a call asks for.

# The reference device has not everything that a test is about: a variant of it has.
readonly VARIANTS=$QEMU_DIR/variants

# header SCRIPT KEY: the texts behind "# KEY: " in the comment lines that the script begins with, one a line.
header() { sed -n "/^#/!q; s/^# $2: *//p" -- "$1"; }

# declared_tests: lines "SOURCE<tab>ID<tab>LANES<tab>PEER", sorted by source, as the runner itself tells; PEER is yes
# where the test needs a remote peer. What is only on boards is left out.
declared_tests() {
  "$RUNNER" list --json 2>/dev/null |
    jq -r --arg lanes "${LANES[*]}" '($lanes | split(" ")) as $here | .tests[] |
      [(.source | sub("^\\./"; "")), .id, (.lanes as $its | [$here[] | select(IN($its[]))] | join(" ")), (if .peer == true then "yes" else "no" end)] |
      select(.[2] != "") | @tsv' | LC_ALL=C sort
}

# sound_scenario SCRIPT [foreign]: says what is wrong with its header; one from elsewhere need not know our assertions.
sound_scenario() {
  local script=$1 key keys=(breaks how asserts) wrong=0 line test
  [[ ${2-} != foreign ]] || keys=(breaks)
  for key in "${keys[@]}"; do
    [[ -n $(header "$script" "$key") ]] || { say "$script: no header line '# $key: ...'" && wrong=2; }
  done
  line=$(header "$script" lane)
  [[ -z $line || " ${LANES[*]} " == *" $line "* ]] || { say "$script: '# lane: $line' is none of ${LANES[*]}" && wrong=2; }
  if [[ -n $(header "$script" reboot) && $line != qemu ]]; then
    say "$script: '# reboot: yes' needs '# lane: qemu', the only one that boots again" && wrong=2
  fi
  line=$(header "$script" variant)
  [[ -z $line || -f $VARIANTS/$line.sh ]] ||
    { say "$script: '# variant: $line': there is no ${VARIANTS#"$REPO_DIR"/}/$line.sh" && wrong=2; }
  line=$(header "$script" before)
  [[ -z $line || $line == pass || $line == not_applicable ]] ||
    { say "$script: '# before: $line' is neither pass nor not_applicable" && wrong=2; }
  while IFS= read -r line; do
    test=${line%%:*}
    [[ -n ${LANES_OF[$test]-} ]] || { say "$script: '# also: $test' is no test" && wrong=2; }
    [[ $line =~ ^[A-Za-z0-9_]+:\ *[^\ ] ]] || { say "$script: '# also: $line' gives no reason" && wrong=2; }
  done < <(header "$script" also)
  return "$wrong"
}

# read_tests: fills TEST_IDS, LANES_OF, SOURCE_OF and PEER_OF. OTHERS are those whose verdicts --all and the scenarios of
# others look at; where there are none, all.
declare -a TEST_IDS=() OTHERS=()
declare -A LANES_OF=() SOURCE_OF=() PEER_OF=()
read_tests() {
  local source id lanes peer
  while IFS=$'\t' read -r source id lanes peer; do
    TEST_IDS+=("$id")
    LANES_OF[$id]=$lanes
    SOURCE_OF[$id]=$source
    PEER_OF[$id]=$peer
  done < <(declared_tests)
  ((${#TEST_IDS[@]} > 0)) || die 2 "$RUNNER lists no test"
}

# scenarios_of TEST: paths, from the top of the tree.
scenarios_of() (
  cd -- "$REPO_DIR" || return
  compgen -G "${SOURCE_OF[$1]%.cpp}.sabotage/*.sh" | LC_ALL=C sort || true
)

# home_lane TEST [SCRIPT]: where it is proven.
home_lane() {
  local asked=''
  [[ -z ${2-} ]] || asked=$(header "$REPO_DIR/$2" lane)
  if [[ -n $asked ]]; then
    printf '%s\n' "$asked"
  else
    printf '%s\n' "${LANES_OF[$1]%% *}"
  fi
}

# validate_scenarios: every scenario of the tree, whatever is asked for: status 2 where one is not sound.
validate_scenarios() {
  local test script lane count alone wrong=0
  for test in "${TEST_IDS[@]}"; do
    count=0 alone=0
    while IFS= read -r script; do
      count=$((count + 1))
      sound_scenario "$REPO_DIR/$script" || wrong=2
      lane=$(home_lane "$test" "$script")
      [[ " ${LANES_OF[$test]} " == *" $lane "* ]] ||
        { say "$script: its test does not run in the lane $lane" && wrong=2; }
      [[ -n $(header "$REPO_DIR/$script" also) ]] || alone=1
    done < <(scenarios_of "$test")
    if ((count == 0)); then
      say "${SOURCE_OF[$test]}: no scenario beside it: it is not proven to fail" && wrong=2
    elif ((alone == 0)); then
      say "${SOURCE_OF[$test]}: no scenario in which it falls alone" && wrong=2
    fi
  done
  while IFS= read -r script; do
    for test in "${TEST_IDS[@]}"; do
      [[ ${SOURCE_OF[$test]%.cpp}.sabotage != "${script%/*}" ]] || continue 2
    done
    say "$script: no test is called like its folder" && wrong=2
  done < <(cd -- "$REPO_DIR" && find testcases -path '*.sabotage/*.sh' | LC_ALL=C sort)
  return "$wrong"
}

# tests_in LANE [TEST]: the ids that --all looks at, and that one; in one line.
tests_in() {
  local test found=() all=("${OTHERS[@]}")
  ((${#all[@]} > 0)) || all=("${TEST_IDS[@]}")
  [[ -z ${2-} || " ${all[*]} " == *" $2 "* ]] || all+=("$2")
  for test in "${all[@]}"; do
    [[ " ${LANES_OF[$test]} " != *" $1 "* ]] || found+=("$test")
  done
  printf '%s\n' "${found[*]}"
}

# plan_scenario TEST SCRIPT: a line "LANE<tab>OWN<tab>TEST<tab>SCRIPT<tab>TESTS" for each device that it is applied to:
# OWN is the test that must fall there, or "-", TESTS all that are run. With --all those tests which the scenario's lane
# cannot show are seen on a second device.
plan_scenario() {
  local test=$1 script=$2 lane tests rest
  lane=$(home_lane "$test" "$script") tests=$test
  if $ALL; then tests=$(tests_in "$lane" "$test"); fi
  if [[ -z $LANE || $lane == "$LANE" ]]; then
    printf '%s\t%s\t%s\t%s\t%s\n' "$lane" "$test" "$test" "$script" "$tests"
  fi
  $ALL && [[ $lane == container && $LANE != container ]] || return 0
  rest=$(comm -23 <(tests_in qemu | tr ' ' '\n' | LC_ALL=C sort) <(tests_in container | tr ' ' '\n' | LC_ALL=C sort))
  [[ -z $rest ]] || printf 'qemu\t-\t%s\t%s\t%s\n' "$test" "$script" "${rest//$'\n'/ }"
}

# plan_proofs [NAME...]: the lines of plan_scenario for what is named by test id, by path or by the scenario's file.
plan_proofs() {
  local test script wanted
  local -A used=()
  for test in "${TEST_IDS[@]}"; do
    while IFS= read -r script; do
      for wanted in "${@:-$test}"; do
        [[ $wanted == "$test" || "/$script" == *"/$wanted" || $wanted -ef $REPO_DIR/$script ]] || continue
        used[$wanted]=1
        plan_scenario "$test" "$script"
        break
      done
    done < <(scenarios_of "$test")
  done
  for wanted; do
    [[ -n ${used[$wanted]-} ]] || die "$EX_USAGE" "nothing to prove is called '$wanted'$(suggestion "$wanted" "${TEST_IDS[@]}")"
  done
}
