# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Start and end of the lab. Sourced after common.sh and configuration.sh.

LAB_START_SECONDS=240

# alone: one command at a time starts or ends the lab.
alone() {
  install -d -m 700 "$LAB"
  exec 8>"$LAB/command.lock"
  flock --nonblock 8 || {
    say "waiting for another ci/lava-lab up or down"
    flock 8
  }
}

lab_up() {
  [ "$(id -u)" = 0 ] || die "the lab needs root: run it with sudo"
  ci/lib/lava-packages --server >/dev/null
  alone
  if lab_runs; then
    if lab_leader >/dev/null && [ -e "$LAB/ready" ]; then
      say "the lab runs already"
      return
    fi
    say "an earlier start was cut off: clearing up"
    lab_down
  fi
  configure
  rm -f "$LAB"/{ready,started,starter,progress} "$LAB"/run/*
  : >"$LAB/progress"
  # Of the command itself, none of the lab's: 8.
  trap 'say "interrupted: stopping the lab"; lab_down; exit 130' INT TERM HUP
  (
    exec 9>"$LAB/lock" 8>&-
    flock --nonblock 9 || exit 1
    exec setsid unshare --mount --net --pid --ipc --uts --fork \
      --kill-child=KILL --mount-proc -- "$LAB_CODE/init"
  ) </dev/null >"$LAB/log/init.out" 2>&1 &
  printf '%d\n' $! >"$LAB/starter"
  if ! lab_await $!; then
    lab_down
    return 1
  fi
  trap - INT TERM HUP
  : >"$LAB/ready"
}

# lab_await STARTER: shows what the lab says of itself, until it answers.
lab_await() {
  local shown=0 line deadline=$((SECONDS + LAB_START_SECONDS))
  while :; do
    while read -r line; do
      say "lava-lab: $line"
      shown=$((shown + 1))
    done < <(tail -n "+$((shown + 1))" "$LAB/progress")
    ! { [ -e "$LAB/started" ] && lab_answers; } || return 0
    if ! kill -0 "$1" 2>/dev/null; then
      say "error: the lab ended while it started; its last words:"
      tail -q -n 12 "$LAB"/log/{init,migrate,register}.out 2>/dev/null >&2
      say "all of them: $LAB/log"
      return 1
    fi
    if ((SECONDS > deadline)); then
      say "error: the server does not answer after $LAB_START_SECONDS s:" \
        "see $LAB/log"
      return 1
    fi
    sleep 0.3
  done
}

# lab_down: whatever state it is in.
lab_down() {
  trap '' INT TERM HUP
  local leader starter tries
  leader=$(lab_leader) && kill -TERM "$leader" 2>/dev/null || true
  for ((tries = 0; tries < 200; tries++)); do
    lab_runs || break
    if ((tries == 150)); then
      leader=$(lab_leader) && kill -KILL "$leader" 2>/dev/null || true
    fi
    sleep 0.1
  done
  if lab_runs; then
    die "processes of the lab are left, which hold $LAB/lock"
  fi
  rm -f "$LAB"/{ready,started,starter} "$LAB"/run/*
}

# lab_purge: the database, jobs and secrets too.
lab_purge() { rm -rf --one-file-system -- "${LAB:?}"; }
