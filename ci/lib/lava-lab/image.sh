# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Jobs for the lab's own devices: the hardened reference device as files, and
# the job that deploys them. Sourced after common.sh, ../build.sh and
# ../lava/image.sh.

# lab_image: sets `image`, a directory below the lab's state. Built once for
# each disk, and kept as long as jobs that name it may come.
lab_image() {
  local disk rootfs inputs other
  quietly lab-setup ci/setup
  build release iec-runner iec-collector
  hardened_disk
  inputs=$({
    printf '%s\n' "$disk"
    cat ci/lib/lava/*
  } | sha256sum | cut -c 1-16)
  image=$LAB/images/$inputs
  [ ! -d "$image" ] || return 0
  install -d -m 700 "$LAB" "$LAB/images"
  # Of devices whose disk is not there any more.
  for other in "$LAB"/images/*; do
    [ ! -d "$other" ] || [ -d "$(cat "$other/disk" 2>/dev/null)" ] ||
      rm -rf "$other"
  done
  rm -rf "$image.part"
  mkdir "$image.part"
  lava_files "$disk" "$rootfs" "$image.part"
  printf '%s\n' "$disk" >"$image.part/disk"
  mv "$image.part" "$image"
}

# lab_job [--multinode] [--set NAME=VALUE]... [SELECTION...]: on standard output.
lab_job() {
  local multinode=no settings=() image parts role
  while [ $# -gt 0 ]; do
    case $1 in
      --multinode) multinode=yes ;;
      --set)
        [ $# -gt 1 ] || usage "--set wants NAME=VALUE"
        settings+=(--set "$2")
        shift
        ;;
      -*) usage "job does not know '$1'" ;;
      *) break ;;
    esac
    shift
  done
  lab_image
  settings=(--set "repository=$GIT_URL" --set "branch=$GIT_BRANCH"
    --set "selection=$*" "${settings[@]}")
  if [ "$multinode" = no ]; then
    lava_job "$image" "${settings[@]}"
    return
  fi
  parts=$(mktemp -d)
  # shellcheck disable=SC2064  # this directory
  trap "rm -rf '$parts'" EXIT
  for role in dut peer; do
    lava_job "$image" "${settings[@]}" >"$parts/$role.yaml"
  done
  lava-definitions/join dut="$parts/dut.yaml" peer="$parts/peer.yaml"
}
