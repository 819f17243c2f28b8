# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the commands of ci/lava-lab and its first process share: where things
# lie, how to find the lab and how to get into it. Sourced after ../common.sh.
#
# The lab is one process with namespaces of its own for processes, mounts and
# network. Its network has nothing but a loopback device, so that whatever
# LAVA binds to (its publisher and its coordinator know no other way than all
# addresses) is out of everybody's reach, and its guests reach nobody. When its
# first process ends the kernel ends all others: nothing is left over, and
# nothing of anybody else is hit.

LAB=${IEC_LAVA_LAB:-$PWD/build/lava-lab}
LAB_CODE=$PWD/ci/lib/lava-lab
# These are of the lab's own network.
WEB_PORT=8000
WEB=http://127.0.0.1:$WEB_PORT
# What the jobs take their definitions from: the HEAD of this clone.
GIT_URL=git://127.0.0.1/definitions
GIT_BRANCH=lab
DEVICES=(qemu01 qemu02)
readonly LAB LAB_CODE WEB_PORT WEB GIT_URL GIT_BRANCH DEVICES

# LAVA's scripts start `python3` by name, which has to be Debian's.
LAB_PATH=/usr/sbin:/usr/bin:/sbin:/bin
readonly LAB_PATH

# lab_runs: each process of the lab holds this lock.
lab_runs() { [ -e "$LAB/lock" ] && ! flock --nonblock "$LAB/lock" true; }

# lab_leader: the number, out here, of the lab's first process.
lab_leader() {
  local starter child
  starter=$(cat "$LAB/starter" 2>/dev/null) || return 1
  child=$(cat "/proc/$starter/task/$starter/children" 2>/dev/null) || return 1
  child=${child%% *}
  # It is ours, and no other process that has got this number since.
  grep -qzxF "$LAB_CODE/init" "/proc/$child/cmdline" 2>/dev/null || return 1
  printf '%s\n' "$child"
}

# in_lab COMMAND...: in the lab's namespaces, with a clean environment.
in_lab() {
  local leader
  leader=$(lab_leader) ||
    die "the lab does not run: start it with ci/lava-lab up"
  nsenter --target "$leader" --mount --net --pid --ipc --uts --wd -- \
    env -i PATH="$LAB_PATH" HOME="$LAB/home" LANG=C.UTF-8 \
    XDG_CONFIG_HOME="$LAB/secrets" "$@"
}

# lab_cli ARGUMENT...: lavacli as the lab's administrator.
lab_cli() { in_lab lavacli "$@"; }

# lab_get PATH: of the server, by HTTP.
lab_get() {
  in_lab python3 -c 'import shutil, sys, urllib.request
with urllib.request.urlopen(sys.argv[1], timeout=60) as answer:
    shutil.copyfileobj(answer, sys.stdout.buffer)' "$WEB$1"
}

# lab_answers: whether the server does.
lab_answers() (lab_get /api/v0.2/system/version/ >/dev/null 2>&1)

# random_word: 32 characters that fit in a URL, YAML and a command line.
random_word() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }
