# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The lane "container": systemd-nspawn on an overlay over the image, thrown away at stop.

readonly BOOT_SECONDS=90
# Units that cannot work in a container, for a reason that the image can do nothing about.
readonly CONTAINER_MAY_FAIL=(systemd-remount-fs.service)

# container_problem: why this machine cannot run the lane, and what to do about it; silent where it can.
container_problem() {
  if ((EUID != 0)); then
    echo 'it needs root: run it with sudo'
  elif ! command -v systemd-nspawn >/dev/null; then
    echo 'it needs systemd-nspawn: apt-get install systemd-container'
  elif ! command -v nsenter >/dev/null || ! command -v flock >/dev/null; then
    echo 'it needs nsenter and flock: apt-get install util-linux'
  elif ! grep -qw overlay /proc/filesystems && ! modprobe --quiet overlay 2>/dev/null; then
    echo 'the kernel has no overlay file system: load its module "overlay"'
  elif ! unshare --mount --net --pid --fork true 2>/dev/null; then
    echo 'namespaces are not allowed here: give this machine or container the right to make them (CAP_SYS_ADMIN)'
  elif [[ -z $(cgroup_roots) ]]; then
    echo 'no control groups: mount cgroup2 on /sys/fs/cgroup'
  fi
}

# children_of PID
children_of() { cat "/proc/$1/task/$1/children" 2>/dev/null || pgrep --parent "$1" || true; }

# container_leader NSPAWN: its child that is the first process of a PID namespace.
container_leader() {
  local child line
  for child in $(children_of "$1"); do
    line=$(grep '^NSpid:' "/proc/$child/status" 2>/dev/null) || continue
    # shellcheck disable=SC2086  # fields
    set -- $line
    (($# > 2)) && [[ ${!#} == 1 ]] && printf '%s\n' "$child" && return
  done
  return 1
}

# inside LEADER COMMAND...: in every namespace of the container, with a clean environment.
inside() {
  local leader=$1
  shift
  exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    TERM="${TERM:-dumb}" nsenter --target "$leader" --mount --uts --ipc --net --pid --cgroup --root --wd -- "$@"
}

container_start() {
  local name=$1 image=$2 deadline leader='' nspawn state='' namespaces=(--mount)
  deadline=$((SECONDS + BOOT_SECONDS))
  if peer_wanted "$name"; then
    peer_start "$name" veth || return
    namespaces+=(--net)
  fi
  setsid unshare "${namespaces[@]}" --propagation private -- "$QEMU_DIR/lib/container-launch" "$name" "$image" \
    </dev/null >"$STATE_DIR/$name/console.log" 2>&1 &
  until [[ -n $leader && -S /proc/$leader/root/run/systemd/private ]]; do
    ((SECONDS < deadline)) || return 1
    kill -0 $! 2>/dev/null || return 1
    sleep 0.02
    nspawn=$(live_process "$name" nspawn) || continue
    leader=$(container_leader "$nspawn") || continue
  done
  set_state "$name" leader "$(process_identity "$leader")"
  state=$( (inside "$leader" timeout "$BOOT_SECONDS" systemctl is-system-running --wait) 2>/dev/null) || true
  case $state in
    running) ;;
    degraded) container_report_failed "$name" "$leader" || return ;;
    *) return 1 ;;
  esac
  if peer_wanted "$name"; then (peer_hand_over "$name" inside "$leader") || return; fi
  : >"$STATE_DIR/$name/up"
}

# container_report_failed NAME LEADER: an undeclared failed unit is an error of the image.
container_report_failed() {
  local unit rest status=0
  while read -r unit rest; do
    [[ -n $unit ]] || continue
    if [[ " ${CONTAINER_MAY_FAIL[*]} " == *" $unit "* ]]; then
      say "$1: $unit failed, as it does in every container"
    else
      say "$1: $unit failed"
      status=1
    fi
  done < <( (inside "$2" systemctl list-units --failed --plain --no-legend --no-pager) </dev/null)
  return "$status"
}

# container_stop NAME: whatever state it is in.
container_stop() {
  local name=$1 pid tries
  if pid=$(live_process "$name" leader); then kill -KILL "$pid" 2>/dev/null || true; fi
  # nspawn sees the end of its container and tidies up; where it does not, it goes the hard way.
  for ((tries = 0; tries < 100; tries++)); do
    pid=$(live_process "$name" launcher) || break
    if ((tries == 60)) || [[ ! -e $STATE_DIR/$name/leader ]]; then
      kill -KILL -- "-$pid" 2>/dev/null || true
    fi
    sleep 0.05
  done
  cgroup_remove "$(get_state "$name" cgroup)"
  peer_stop "$name"
  rmdir --ignore-fail-on-non-empty /run/systemd/nspawn 2>/dev/null || true
  rm -rf --one-file-system -- "${STATE_DIR:?}/$name"
}
