# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What every command of this folder shares: exit statuses, messages, suggestions and progress lines.
# Sourced, never run. Diagnostics go to stderr, so that stdout carries data only.

# shellcheck disable=SC2034  # not every command needs every status
readonly EX_USAGE=64 EX_UNAVAILABLE=69 EX_COULD_NOT_RUN=125

PROGRAM=${0##*/}
QEMU_DIR=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
REPO_DIR=${QEMU_DIR%/*}
export PROGRAM QEMU_DIR REPO_DIR
# shellcheck source-path=SCRIPTDIR source=names.sh
. "$QEMU_DIR/lib/names.sh"

say() { printf '%s: %s\n' "$PROGRAM" "$*" >&2; }

# die STATUS MESSAGE...
die() {
  local status=$1
  shift
  say "$*"
  exit "$status"
}

usage_error() { die "$EX_USAGE" "$* See $PROGRAM --help."; }

# The head comment of a command is its manual: from the line after "# Usage" to the first line that is no comment.
print_help() { sed -n '/^# Usage/,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$1"; }

# edit_distance A B: Levenshtein, for a handful of short words.
edit_distance() {
  local a=$1 b=$2 i j cost best
  local -a before after
  for ((j = 0; j <= ${#b}; j++)); do before[j]=$j; done
  for ((i = 1; i <= ${#a}; i++)); do
    after=("$i")
    for ((j = 1; j <= ${#b}; j++)); do
      cost=1
      [[ ${a:i-1:1} == "${b:j-1:1}" ]] && cost=0
      best=$((before[j - 1] + cost))
      ((before[j] + 1 < best)) && best=$((before[j] + 1))
      ((after[j - 1] + 1 < best)) && best=$((after[j - 1] + 1))
      after[j]=$best
    done
    before=("${after[@]}")
  done
  printf '%s\n' "${before[${#b}]}"
}

# suggestion WORD CANDIDATE...: ": did you mean 'x'?" for a near miss, else a full stop.
suggestion() {
  local word=${1:0:40} best='' least=4 candidate distance
  shift
  for candidate; do
    distance=$(edit_distance "$word" "$candidate")
    if ((distance < least)); then
      least=$distance best=$candidate
    fi
  done
  if [[ -n $best ]]; then
    printf ": did you mean '%s'?" "$best"
  else
    printf '.'
  fi
}

# now_ms: milliseconds of the wall clock, without starting a process.
now_ms() { printf '%s\n' "$((${EPOCHREALTIME/[.,]/} / 1000))"; }

# seconds_since MILLISECONDS: "12.3"
seconds_since() {
  local ms=$(($(now_ms) - $1))
  printf '%d.%d\n' $((ms / 1000)) $((ms % 1000 / 100))
}

STEP_TEXT='' STEP_START=0 STEP_TICKER=''

live_terminal() { [[ -t 2 && ${TERM:-dumb} != dumb ]]; }

# step_begin TEXT: on a terminal a line that counts the seconds, elsewhere silence until the step has ended.
step_begin() {
  STEP_TEXT=$1 STEP_START=$(now_ms)
  live_terminal || return 0
  (
    # The watched process may be killed outright; the ticker must not outlive it.
    trap 'exit 0' TERM
    while kill -0 "$$" 2>/dev/null; do
      printf '\r\033[K%s: %s ... %s s' "$PROGRAM" "$STEP_TEXT" "$(seconds_since "$STEP_START")" >&2
      sleep 0.2
    done
  ) <&- >&- &
  STEP_TICKER=$!
}

step_clear() {
  [[ -n $STEP_TICKER ]] || return 0
  kill "$STEP_TICKER" 2>/dev/null || true
  wait "$STEP_TICKER" 2>/dev/null || true
  STEP_TICKER=''
  printf '\r\033[K' >&2
}

# step_end [RESULT]: closes the step with one plain line.
step_end() {
  [[ -n $STEP_TEXT ]] || return 0
  step_clear
  say "$STEP_TEXT: ${1:-done}, $(seconds_since "$STEP_START") s"
  STEP_TEXT=''
}
