# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What a proof stands on: the files of the tree that the test, the runner, the device and this harness are made of.

# Everything that each device and each runner is made of, and what judges a proof. Not: texts for people, what only the
# collector is made of, checks of the harness, other devices, how proofs are listed, kept and shown.
readonly COMMON_INPUTS=(CMakeLists.txt CMakePresets.json cmake ci/setup ci/lib/packages.sh ci/lib/dependencies.sh
  ci/lib/dependencies lib/profile/parameters.yaml lib/profile/profiles/reference.yaml
  ':(glob)**/CMakeLists.txt' runner/package qemu/build-dut qemu/digest qemu/dut qemu/lib qemu/hardened
  ':!ci/CMakeLists.txt' ':!qemu/hardened/expected' ':!qemu/**/README.md' ':!qemu/lib/check*' ':!qemu/lib/foreign.sh' ':!qemu/lib/prove')
readonly JUDGES=(scenario.sh device.sh sabotage.sh judge.jq visit.jq)

# tree_files PATHSPEC...: of the work tree, committed or not.
tree_files() { git -C "$REPO_DIR" ls-files --cached --others --exclude-standard -- "$@" | LC_ALL=C sort -u; }

# proof_inputs: lines "TEST<space>FILE"; what all of them need is under the name "*".
proof_inputs() {
  local sources test script variant
  sources=$(tree_files ':(glob)**/*.cpp' ':(glob)**/*.h' | grep -vE '_(test|fuzz)\.cpp$')
  {
    printf '%s\n\n' "$sources"
    (cd -- "$REPO_DIR" && xargs grep -H '^#include "' <<<"$sources")
    printf '\n'
    for test in "${TEST_IDS[@]}"; do printf '%s %s\n' "$test" "${SOURCE_OF[$test]}"; done
  } | awk -f "$QEMU_DIR/lib/prove/inputs.awk"
  for test in "${TEST_IDS[@]}"; do
    while IFS= read -r script; do
      printf '%s %s\n' "$test" "$script"
      variant=$(header "$REPO_DIR/$script" variant)
      [[ -z $variant ]] || printf '%s qemu/variants/%s.sh\n' "$test" "$variant"
    done < <(scenarios_of "$test")
  done
  tree_files "${COMMON_INPUTS[@]}" | sed 's/^/* /'
  printf '* qemu/lib/prove/%s\n' "${JUDGES[@]}"
}

# digest_inputs: sets OWN_DIGEST (the test and its scenarios) and INPUTS_DIGEST (all) of each test, and leaves the pairs
# of proof_inputs in FILE.
declare -A OWN_DIGEST=() INPUTS_DIGEST=()
digest_inputs() {
  local file=$1 test own inputs
  proof_inputs | LC_ALL=C sort -u >"$file"
  cut -d ' ' -f 2- "$file" | LC_ALL=C sort -u >"$file.paths"
  (contents_of) <"$file.paths" >"$file.contents"
  for test in "${TEST_IDS[@]}"; do
    own=$(own_files "$test" | digest_lines "$file.contents")
    inputs=$(awk -v test="$test" '$1 == test || $1 == "*" { print substr($0, length($1) + 2) }' "$file" |
      LC_ALL=C sort -u | digest_lines "$file.contents")
    OWN_DIGEST[$test]=$own INPUTS_DIGEST[$test]=$inputs
  done
}

# contents_of: for each path on stdin "DIGEST PATH".
contents_of() {
  local path files=()
  cd -- "$REPO_DIR" || return
  while IFS= read -r path; do
    if [[ -L $path ]]; then
      printf '%s %s\n' "$(readlink -- "$path")" "$path"
    elif [[ -f $path ]]; then
      files+=("$path")
    else
      printf 'gone %s\n' "$path"
    fi
  done
  printf '%s\n' "${files[@]}" | git hash-object --stdin-paths | paste -d ' ' - <(printf '%s\n' "${files[@]}")
}

# own_files TEST: what is written for it alone.
own_files() { printf '%s\n' "${SOURCE_OF[$1]}" && scenarios_of "$1"; }

# digest_lines CONTENTS: of the paths on stdin with what they hold.
digest_lines() {
  awk 'NR == FNR { wanted[$0] = 1; next } substr($0, index($0, " ") + 1) in wanted' - "$1" | sha256sum | cut -c1-16
}

# changed_since REV: the tests that some changed file belongs to.
changed_since() {
  local rev
  rev=$(git -C "$REPO_DIR" rev-parse --verify --quiet "$1^{commit}") ||
    die "$EX_USAGE" "--changed-since: '$1' is no commit of this tree"
  {
    git -C "$REPO_DIR" diff --name-only "$rev"
    git -C "$REPO_DIR" ls-files --others --exclude-standard
    printf '\n'
    cat -- "$WORK/inputs"
    printf '\n'
    printf '%s\n' "${TEST_IDS[@]}"
  } | awk '$0 == "" { part++; next }
    part == 0 { changed[$0] = 1; next }
    part == 1 { if (substr($0, length($1) + 2) in changed) touched[$1] = 1; next }
    ("*" in touched) || ($0 in touched)'
}
