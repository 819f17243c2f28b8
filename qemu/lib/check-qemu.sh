# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The part of qemu/test for the lane qemu: a snapshot is made where there is none, the rest takes about a minute.

# bytes_through NAME: a megabyte there and back.
bytes_through() {
  head -c 1000000 /dev/urandom >"$scratch/megabyte"
  dut exec "$1" -- cat <"$scratch/megabyte" | cmp - "$scratch/megabyte"
}

# lost_client NAME: what happens to a command whose client is killed.
lost_client() {
  local client
  "$QEMU_DIR/dut" exec "$1" -- sleep 5353 &
  client=$!
  sleep 3
  # The shell script becomes the client: one process.
  kill -KILL "$client"
  wait "$client" 2>/dev/null || true
  sleep 2
  status 1 dut exec "$1" -- pgrep -f 'sleep 5353'
}

near() { (($1 - $2 < 5 && $2 - $1 < 5)) || { echo "$1 and $2 are too far apart" && return 1; }; }

check_qemu() {
  local first second jobs=() job
  mkdir -p "$scratch/root/sbin" && ln -s /bin/true "$scratch/root/sbin/init"
  check 'an image that build-dut did not make is a usage error' status 64 dut start --lane qemu --image "$scratch/root"
  check 'start' dut start --lane qemu --image "$image" --name one
  first=$(now_ms)
  check 'a second start resumes the snapshot' dut start --lane qemu --image "$image" --name two
  printf 'info  up in %s s\n' "$(seconds_since "$first")"
  check 'both are listed as running' same "$(dut list | cut -f2,3 | sort -u)" $'qemu\trunning'
  check 'all units are up' same "$(dut exec one -- systemctl is-system-running)" running
  check 'the clock is right' near "$(dut exec one -- date +%s)" "$(date +%s)"
  check 'clones have random numbers of their own' no same \
    "$(dut exec one -- od -An -N16 -tx8 /dev/urandom)" "$(dut exec two -- od -An -N16 -tx8 /dev/urandom)"
  first=$(now_ms)
  check 'a round trip' dut exec one -- true
  printf 'info  in %s s\n' "$(seconds_since "$first")"
  check_commands one
  check 'a megabyte there and back' bytes_through one
  for job in 1 2 3 4; do
    status "$job" dut exec one -- sh -c "exit $job" &
    jobs+=($!)
  done
  for job in "${jobs[@]}"; do check 'one of four at once' wait "$job"; done
  check 'a command whose client was killed is ended' lost_client one
  check 'files of one DUT are not in the other' status 1 dut exec two -- test -e /var/tmp/file

  check 'boot of a DUT that is on fails' status 1 dut boot one
  dut exec one -- sh -c 'echo kept >/root/synced && sync /root/synced /root && exec tail -f /dev/null' &
  job=$!
  sleep 4
  check 'kill' dut kill one
  check 'a command under way ends with 125' status 125 wait "$job"
  check 'it is listed as off' same "$(dut list | grep '^one' | cut -f3)" off
  check 'it cannot be worked in: 125' says "'dut boot one'" dut exec one -- true
  second=$(now_ms)
  check 'boot' dut boot one
  printf 'info  booted in %s s\n' "$(seconds_since "$second")"
  check 'a synced file outlived the power cut' same "$(dut exec one -- cat /root/synced)" kept
  check 'all units are up again' same "$(dut exec one -- systemctl is-system-running)" running
  check 'stop' dut stop one two
  check 'a start that is interrupted leaves nothing' \
    status 124 timeout --signal=INT 0.5 "$QEMU_DIR/dut" start --lane qemu --image "$image" --name hasty
  check 'no process is left' nothing_runs
}
