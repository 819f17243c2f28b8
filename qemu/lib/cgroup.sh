# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Control groups of containers on a host whose first process is not systemd: there nobody else gives each container a
# group of its own, and two in one group would kill each other's processes. (On a systemd host nspawn asks for a scope.)

host_runs_systemd() { [[ -d /run/systemd/system ]]; }

# cgroup_roots: the hierarchies that systemd inside a container uses.
cgroup_roots() {
  local root
  if [[ $(stat --file-system --format=%T /sys/fs/cgroup) == cgroup2fs ]]; then
    echo /sys/fs/cgroup
    return
  fi
  for root in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    [[ ! -e $root/cgroup.procs ]] || printf '%s\n' "$root"
  done
}

# cgroup_enter GROUP: makes the group and moves the calling shell into it.
cgroup_enter() {
  local root
  while read -r root; do
    mkdir -p -- "$root/$1" && printf '%s\n' "$BASHPID" >"$root/$1/cgroup.procs" || return
  done < <(cgroup_roots)
}

# cgroup_join_payload LEADER: moves the calling shell beside the units of the container, into a group that its systemd
# leaves alone. A DUT without groups of its own is served all the same.
cgroup_join_payload() {
  local _ controllers path root
  while IFS=: read -r _ controllers path; do
    case $controllers in
      '') root=/sys/fs/cgroup/unified ;;
      name=systemd) root=/sys/fs/cgroup/systemd ;;
      *) continue ;;
    esac
    [[ -n $controllers || -d $root ]] || root=/sys/fs/cgroup
    path=$root${path%/init.scope}/iec-exec
    if mkdir -p -- "$path"; then printf '%s\n' "$BASHPID" >"$path/cgroup.procs"; fi
  done <"/proc/$1/cgroup" 2>/dev/null || true
}

# cgroup_remove GROUP: ends whatever is left in it, then removes it from the leaves up.
cgroup_remove() {
  local root tries pids
  [[ -n $1 ]] || return 0
  while read -r root; do
    [[ -d $root/$1 ]] || continue
    for ((tries = 0; tries < 50; tries++)); do
      mapfile -t pids < <(find "$root/$1" -name cgroup.procs -exec cat {} + 2>/dev/null)
      ((${#pids[@]})) || break
      kill -KILL "${pids[@]}" 2>/dev/null || true
      sleep 0.05
    done
    find "$root/$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
    rmdir --ignore-fail-on-non-empty -- "${root}/${1%%/*}" 2>/dev/null || true
  done < <(cgroup_roots)
}
