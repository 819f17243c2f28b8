# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Jobs of the lab: what is queued, one from its submission to its verdicts.
# Sourced after common.sh.

# client WORD...: of client.py.
client() { in_lab python3 "$LAB_CODE/client.py" "$WEB" "$@"; }

lab_status() {
  local name pid leader ended
  if ! lab_runs || ! leader=$(lab_leader); then
    say "the lab does not run"
    return 1
  fi
  for name in "$LAB"/run/*; do
    pid=$(cat "$name")
    name=${name##*/}
    ended=$(grep -c " $name ended " "$LAB/log/ended" 2>/dev/null) || true
    if in_lab kill -0 "$pid" 2>/dev/null; then
      printf 'daemon  %-10s runs, started again %d times\n' "$name" "${ended:-0}"
    else
      printf 'daemon  %-10s does not run: see %s\n' "$name" "$LAB/log/$name.out"
    fi
  done
  client status
}

# publish_definitions: what the jobs will get by git is what is committed here.
publish_definitions() {
  local made status=0
  made=$(mktemp -d)
  { definitions_repository "$made" &&
    git -C "$LAB/git/definitions" fetch --quiet "$made" \
      "+main:refs/heads/$GIT_BRANCH"; } || status=$?
  rm -rf "$made"
  return "$status"
}

# hold_images JOB: while this process lives, no build of a device removes the
# disk that the job stands on.
hold_images() {
  local image disk lock
  for image in "$LAB"/images/*; do
    grep -qF "file://$image/" "$1" || continue
    disk=$(cat "$image/disk")
    exec {lock}>"$disk.lock"
    flock --shared "$lock"
    [ -d "$disk" ] || {
      say "error: the disk of the job was replaced by that of a newer device:" \
        "make the job again (ci/lava-lab job)"
      return 1
    }
  done
  image=$(grep -oE "file://$LAB/images/[0-9a-f]+" "$1" | head -n 1)
  [ -z "$image" ] || [ -d "${image#file://}" ] || {
    say "error: there is no ${image#file://}: make the job again" \
      "(ci/lava-lab job)"
    return 1
  }
}

# lab_submit JOB [--output FORMAT:FILE]...
lab_submit() {
  local job=${1-} outputs=() numbers logs=() number status=0 verdict=0 other
  local collector=${IEC_COLLECTOR:-build/release/ci/iec-collector}
  [ -n "$job" ] || usage "submit wants a job file"
  [ -r "$job" ] || usage "there is no job file $job"
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --output)
        [ $# -gt 1 ] || usage "--output wants FORMAT:FILE"
        outputs+=(--output "$2")
        shift 2
        ;;
      --output=*)
        outputs+=("$1")
        shift
        ;;
      *) usage "submit does not know '$1'" ;;
    esac
  done
  [ -x "$collector" ] ||
    die "there is no $collector: cmake --build --preset release"
  lab_leader >/dev/null || die "the lab does not run: ci/lava-lab up"
  hold_images "$job" || return 64
  publish_definitions
  # Its status says nothing of a job that the server refuses.
  lab_cli jobs submit "$(realpath "$job")" >"$LAB/submitted" 2>&1 || true
  # A MultiNode job has one for each node: 10.0 and 10.1 are 10 and 11.
  mapfile -t numbers < <(lab_numbers "$LAB/submitted")
  [ ${#numbers[@]} -gt 0 ] || {
    say "error: the server does not take $job:"
    cat "$LAB/submitted" >&2
    return 64
  }
  say "submitted as job ${numbers[*]}"
  # In the background, as a trap waits for what is in the foreground.
  client wait "${numbers[@]}" >&2 &
  # shellcheck disable=SC2064  # these numbers
  trap "kill $! 2>/dev/null; lab_cancel ${numbers[*]}; exit 130" INT TERM HUP
  wait $! || status=$?
  trap - INT TERM HUP
  install -d -m 700 "$LAB/jobs"
  for number in "${numbers[@]}"; do
    if ! lab_log "$number" >"$LAB/jobs/$number.yaml"; then
      say "error: the server has no log of job $number"
      verdict=2
      continue
    fi
    other=0
    client others "$number" >&2 || other=$?
    # Of what only helps to judge the device the collector says what it did.
    logs+=("$LAB/jobs/$number.yaml")
    [ "$other" = 4 ] || verdict=$(worse "$verdict" "$other")
  done
  if [ ${#logs[@]} -gt 0 ]; then
    say "the collector reads ${logs[*]}"
    other=0
    "$collector" report "${logs[@]}" "${outputs[@]}" || other=$?
    verdict=$(worse "$verdict" "$other")
  else
    verdict=$(worse "$verdict" 2)
  fi
  [ "$status" = 0 ] || return "$status"
  return "$verdict"
}

# worse STATUS STATUS: as the collector ranks them: a finding, then no verdict.
worse() {
  if [ "$1" = 1 ] || [ "$2" = 1 ]; then
    echo 1
  else
    echo $(($1 > $2 ? $1 : $2))
  fi
}

# lab_numbers FILE: of the jobs that lavacli has submitted. The server makes the
# jobs of a MultiNode job one after the other, and the REST interface knows them
# by their own numbers only.
lab_numbers() {
  local word base=''
  while read -r word; do
    word=${word##* }
    [[ $word =~ ^[0-9]+(\.[0-9]+)?$ ]] || continue
    if [[ $word == *.* ]]; then
      base=${word%.*}
      printf '%d\n' $((base + ${word#*.}))
    else
      printf '%d\n' "$word"
    fi
  done <"$1"
}

# lab_cancel NUMBER...
lab_cancel() {
  local number
  say "interrupted: canceling job $*"
  for number; do
    lab_cli jobs cancel "$number" >/dev/null 2>&1 || true
  done
}

# lab_log NUMBER
lab_log() { client log "$1"; }

# lab_screenshot NUMBER FILE: the results of the job as people see them.
lab_screenshot() {
  local address page profile status=0
  command -v chromium >/dev/null ||
    die "there is no chromium: ci/setup --test installs it"
  address=$(client page "$1")
  # Chromium makes a picture of an error page as well.
  address+='?length=100'
  page=$(lab_get "${address#"$WEB"}") || die "there is no page $address"
  [[ $page == *'Results for test suite'*'Test Set'* ]] ||
    die "$address does not show results by test set"
  profile=$(mktemp -d)
  # As root Chromium wants no sandbox; it sees the lab's own pages only.
  in_lab chromium --headless --no-sandbox --disable-gpu --hide-scrollbars \
    --user-data-dir="$profile" --window-size=1280,1100 \
    --virtual-time-budget=15000 --screenshot="$profile/page.png" \
    "$address" >"$LAB/log/chromium.out" 2>&1 || status=$?
  if [ ! -s "$profile/page.png" ]; then
    rm -rf "$profile"
    die "Chromium has made no picture of $address (status $status):" \
      "see $LAB/log/chromium.out"
  fi
  python3 "$LAB_CODE/mark.py" <"$profile/page.png" >"$2" || status=$?
  rm -rf "$profile"
  [ "$status" = 0 ] || return "$status"
  say "$2 shows $address"
}
