# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Checks of qemu/test: one line each, counted.

passed=0 failed=0

# check TEXT COMMAND...: passes where the command succeeds.
check() {
  local text=$1
  shift
  if "$@" >"$scratch/output" 2>&1; then
    passed=$((passed + 1))
    printf 'pass  %s\n' "$text"
  else
    failed=$((failed + 1))
    printf 'FAIL  %s\n' "$text"
    sed 's/^/      | /' "$scratch/output"
  fi
}

# status N COMMAND...: succeeds where the command ends with that exit status.
status() {
  local expected=$1 actual=0
  shift
  "$@" || actual=$?
  ((actual == expected)) || { echo "exit status $actual, expected $expected" && return 1; }
}

# says PATTERN COMMAND...: succeeds where stdout and stderr together contain the text.
says() {
  local pattern=$1 output
  shift
  output=$("$@" 2>&1) || true
  printf '%s\n' "$output"
  [[ $output == *"$pattern"* ]]
}

same() { [[ $1 == "$2" ]] || { printf '%q is not %q\n' "$1" "$2" && return 1; }; }
no() { ! "$@"; }

# nothing_runs: no process that our devices have started, whatever it calls itself: each has IEC_STATE of us, and those
# with a clean environment have their root directory below it. What the kernel is about to end has some seconds.
nothing_runs() {
  local pid tries found
  for ((tries = 0; tries < 50; tries++)); do
    found=''
    for pid in $(grep -lsazxF "IEC_STATE=$IEC_STATE" /proc/[0-9]*/environ | cut -d/ -f3) \
      $(find /proc/[0-9]*/root -maxdepth 0 -lname "$IEC_STATE/*" 2>/dev/null | cut -d/ -f3); do
      # Those that have just looked have ended.
      [[ ! -e /proc/$pid ]] || found+="$pid $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline")"$'\n'
    done
    [[ -n $found ]] || return 0
    sleep 0.1
  done
  printf '%s' "$found"
  return 1
}

# check_commands NAME: exec and copy, which are the same in each lane.
check_commands() {
  local one=$1 limit=1
  [[ $(dut list | grep "^$one"$'\t' | cut -f2) != qemu ]] || limit=5
  check 'exit status 0' status 0 dut exec "$one" -- true
  check 'exit status 42' status 42 dut exec "$one" -- sh -c 'exit 42'
  check 'death by a signal' status 137 dut exec "$one" -- sh -c 'kill -9 $$'
  check 'command that is not there: 127' status 127 dut exec "$one" -- no-such-command
  check 'unknown DUT: 125' status 125 dut exec nobody -- true
  check 'exec without -- is a usage error' status 64 dut exec "$one" true
  check 'stdin and stdout' same "$(echo hello | dut exec "$one" -- cat)" hello
  check 'stderr apart from stdout' same "$(dut exec "$one" -- sh -c 'echo out; echo err >&2' 2>/dev/null)" out
  # shellcheck disable=SC2016  # has to arrive as it is
  check 'arguments arrive unchanged' same "$(dut exec "$one" -- printf '%s|' 'a b' '$(id)' "c'd" '')" "a b|\$(id)|c'd||"
  check 'environment is clean' same "$(SECRET=x dut exec "$one" -- env | cut -d= -f1 | sort | paste -sd' ')" \
    'HOME LANG PATH TERM'
  # shellcheck disable=SC2016
  check 'a session of its own' same "$(dut exec "$one" -- sh -c '[ "$(ps -o sid= $$)" -eq $$ ] && echo own')" own
  check 'an interrupt reaches the command' status 124 \
    timeout --signal=INT "$limit" "$QEMU_DIR/dut" exec "$one" -- sleep 4242
  check 'and nothing of it is left' status 1 dut exec "$one" -- pgrep -f 'sleep 4242'
  check '-t gives a terminal of the DUT' says /dev/pts/ dut exec -t "$one" -- tty
  check '-t passes the exit status' status 7 dut exec -t "$one" -- sh -c 'exit 7'
  check '-t keeps quotes' says "it's \$HOME" dut exec -t "$one" -- echo "it's \$HOME"

  mkdir -p "$scratch/tree/deep"
  head -c 100000 /dev/urandom >"$scratch/tree/deep/data"
  chmod 0750 "$scratch/tree/deep/data"
  check 'copy a directory in' dut copy "$scratch/tree" "$one:/var/tmp"
  check 'copy it out again' dut copy "$one:/var/tmp/tree" "$scratch/back"
  check 'it is the same' diff -r "$scratch/tree" "$scratch/back"
  check 'copy a file in' dut copy "$scratch/tree/deep/data" "$one:/var/tmp/file"
  check 'mode and owner' same "$(dut exec "$one" -- stat -c '%a %U' /var/tmp/file)" '750 root'
  check 'copy a file out' dut copy "$one:/var/tmp/file" "$scratch/file"
  check 'it is the same' cmp "$scratch/file" "$scratch/tree/deep/data"
  check 'copy of what is not there fails' status 1 dut copy "$one:/nothing" "$scratch/x"
  rm -rf -- "$scratch"/{tree,back,file}
}
