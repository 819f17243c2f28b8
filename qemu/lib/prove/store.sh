# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What has been proven: kept from call to call for --resume, and in docs/proof.json for everybody.

PROOFS=${IEC_PROOFS:-$REPO_DIR/build/proofs}
readonly PROOF_FILE=$REPO_DIR/docs/proof.json
RESUMED=0

# visit_key LANE OWN TEST SCRIPT TESTS: the same only where nothing has changed that the proof stands on.
visit_key() {
  local test
  {
    printf '%s\n' "$ALL" "$@" "$IMAGE_KEY"
    git hash-object -- "$REPO_DIR/$4"
    for test in $5; do printf '%s\n' "${INPUTS_DIGEST[$test]}"; done
  } | sha256sum | cut -c1-24
}

keep_result() { mkdir -p -- "$PROOFS" && cp -- "$2" "$PROOFS/.$1" && mv -- "$PROOFS/.$1" "$PROOFS/$1"; }

# key_proofs: gives each line of the plan its key, and with --resume takes over what has held before.
key_proofs() {
  local number=0 line fields key
  while IFS= read -r line; do
    number=$((number + 1))
    IFS=$'\t' read -ra fields <<<"$line"
    key=$(visit_key "${fields[@]}")
    printf '%s\n' "$key" >"$WORK/$number.key"
    if $RESUME && [[ -s $PROOFS/$key ]]; then
      cp -- "$PROOFS/$key" "$WORK/$number.done"
      RESUMED=$((RESUMED + 1))
    fi
  done <"$WORK/plan"
  ! $RESUME || say "$RESUMED of $TOTAL were proven before"
  PASSED=$RESUMED DONE=$RESUMED
}

# recorded TEST KEY: what docs/proof.json says of a test; nothing where it does not know it.
recorded() { jq -r --arg id "$1" --arg key "$2" '.tests[$id][$key] // ""' "$PROOF_FILE" 2>/dev/null || true; }

# due_tests: whose record is not of this tree, and a tenth of the rest, drawn by the commit that is checked out. Status
# 1 where the test itself is newer than its record.
due_tests() {
  local test rest=() head stale=0
  head=$(git -C "$REPO_DIR" rev-parse HEAD)
  for test in "${TEST_IDS[@]}"; do
    if [[ $(recorded "$test" own) != "${OWN_DIGEST[$test]}" ]]; then
      say "$test: ${PROOF_FILE#"$REPO_DIR"/} is older than the test or its scenarios: qemu/prove --record $test"
      stale=1
      printf '%s\n' "$test"
    elif [[ $(recorded "$test" inputs) != "${INPUTS_DIGEST[$test]}" ]]; then
      printf '%s\n' "$test"
    else
      rest+=("$test")
    fi
  done
  if ((${#rest[@]} > 0)); then
    for test in "${rest[@]}"; do printf '%s %s\n' "$(sha256sum <<<"$head $test" | cut -c1-16)" "$test"; done |
      LC_ALL=C sort | head -n $(((${#rest[@]} + 9) / 10)) | cut -d ' ' -f 2
  fi
  return "$stale"
}

# refuse_dirty: what is recorded must be a commit's, and so must the programs be. Sets RECORD_COMMIT.
RECORD_COMMIT=''
refuse_dirty() {
  local path version
  path=$(git -C "$REPO_DIR" status --porcelain --untracked-files=all | cut -c4- |
    grep -xFf <(cut -d ' ' -f 2- "$WORK/inputs") | head -n 1) || true
  [[ -z $path ]] || die 2 "--record: $path is not committed: the record names a commit"
  RECORD_COMMIT=$(git -C "$REPO_DIR" rev-parse HEAD)
  version=$("$RUNNER" version)
  [[ $version == *"(${RECORD_COMMIT:0:12})" ]] ||
    die 2 "--record: $RUNNER says '$version', the tree is at ${RECORD_COMMIT:0:12}: build it again"
  [[ $(chroot "$(image_root)" /usr/bin/iec-runner version) == "$version" ]] ||
    die 2 "--record: the device has another runner than $RUNNER: build it again with build-dut"
}

# record_proofs: those tests whose every scenario has held in this call.
record_proofs() {
  local tests nothing_else=$ALL
  # With --lane the tests of the other lane were not looked at.
  [[ -z $LANE ]] || nothing_else=false
  [[ -s $PROOF_FILE ]] || printf '{"schema": "iec-proof/1", "tests": {}}\n' >"$PROOF_FILE"
  tests=$(for test in "${TEST_IDS[@]}"; do
    printf '%s\t%s\t%s\t%s\n' "$test" "${OWN_DIGEST[$test]}" "${INPUTS_DIGEST[$test]}" "$(scenarios_of "$test" | wc -l)"
  done)
  jq --slurpfile proofs "$WORK/results.json" --arg tests "$tests" --arg commit "$RECORD_COMMIT" --argjson all "$nothing_else" '
    reduce ($tests | split("\n")[] | split("\t")) as [$id, $own, $inputs, $count] (.;
      [$proofs[0][] | select(.test == $id and .own)] as $mine |
      if ($mine | length) == ($count | tonumber) and ([$proofs[0][] | select(.test == $id)] | all(.held))
      then .tests[$id] = {commit: $commit, own: $own, inputs: $inputs, scenarios: ($mine | length),
        nothing_else_moved: ($all or
          (.tests[$id] | .inputs == $inputs and .own == $own and .nothing_else_moved))}
      else . end) |
    # Of tests that are no more there is nothing to say.
    .tests |= with_entries(select(.key | IN($tests | split("\n")[] | split("\t")[0])))' \
    --sort-keys "$PROOF_FILE" >"$WORK/proof.json"
  cp -- "$WORK/proof.json" "$PROOF_FILE"
  say "recorded in ${PROOF_FILE#"$REPO_DIR"/}"
}

# image_key: of what is installed there beside what the tree says: its packages, but for the one that is made of it.
image_key() {
  awk -v RS= '!/^Package: iec-runner\n/' "$(image_root)/var/lib/dpkg/status" 2>/dev/null | sha256sum | cut -c1-16
}

image_root() {
  if [[ $IMAGE == */* ]]; then
    printf '%s\n' "$IMAGE"
  else
    printf '%s\n' "${IEC_CACHE:-$REPO_DIR/build/cache}/$IMAGE/current"
  fi
}
