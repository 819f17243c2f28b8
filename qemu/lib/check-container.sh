# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The part of qemu/test for the lane container.

check_container() {
  local start first second one delay
  start=$(now_ms)
  dut start --image "$image" >"$scratch/one" &
  first=$!
  dut start --image "$image" --name second >"$scratch/two" &
  second=$!
  check 'first of two parallel starts' wait "$first"
  check 'second of two parallel starts' wait "$second"
  printf 'info  both up in %s s\n' "$(seconds_since "$start")"
  one=$(cat "$scratch/one")
  check 'start prints the name' same "$(cat "$scratch/two")" second
  check 'both are listed as running' same "$(dut list | cut -f3 | sort -u)" running
  check 'a name is given once' status 1 dut start --image "$image" --name second
  check 'all units are up' same "$(dut exec "$one" -- systemctl is-system-running)" running

  check_commands "$one"

  check 'files of one DUT are not in the other' status 1 dut exec second -- test -e /var/tmp/file
  check 'nor in the image' no test -e "$image/var/tmp/file"
  check 'they have host keys of their own' no same "$(dut exec "$one" -- cat /etc/ssh/ssh_host_ed25519_key.pub)" \
    "$(dut exec second -- cat /etc/ssh/ssh_host_ed25519_key.pub)"
  check 'one network each' no same "$(dut exec "$one" -- readlink /proc/self/ns/net)" \
    "$(dut exec second -- readlink /proc/self/ns/net)"
  check 'only the loopback interface in it' same "$(dut exec "$one" -- ls /sys/class/net | paste -sd' ')" lo
  check 'logins are open' status 1 dut exec "$one" -- test -e /run/nologin
  check 'enrolment of an unknown user fails' status 67 \
    dut exec "$one" -- /usr/libexec/iec-runner/enrol-second-factor nobody-here

  check 'stop' dut stop "$one"
  check 'the other one goes on' dut exec second -- true
  check 'stop again does nothing' dut stop "$one"
  kill -KILL "$(cut -d' ' -f1 "$IEC_STATE/second/launcher")"
  check 'a DUT outlives its parent' dut exec second -- true
  kill -KILL "$(cut -d' ' -f1 "$IEC_STATE/second/leader")"
  sleep 0.2
  check 'a DUT whose first process was killed is dead' same "$(dut list | cut -f3)" dead
  check 'it cannot be worked in: 125' status 125 dut exec second -- true
  check 'stop --all clears it' dut stop --all

  for delay in 0.05 0.15 0.25 0.4; do
    timeout --signal=INT "$delay" "$QEMU_DIR/dut" start --image "$image" --name hasty >"$scratch/hasty" 2>&1 || true
    [[ ! -s $scratch/hasty ]] || ! grep -qx hasty "$scratch/hasty" || dut stop hasty
    check "start interrupted after $delay s leaves nothing" same "$(dut list)" ''
  done

  check 'no mount is left' no grep -q iec-dut /proc/mounts
  check 'no process is left' nothing_runs
  check 'no control group is left' same "$(find /sys/fs/cgroup -path '*/iec-dut/second-*' -o -path '*/iec-dut/hasty-*')" ''
}
