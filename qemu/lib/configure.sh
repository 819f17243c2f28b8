# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stage 2 of an image: a copy of the packages, our files over it, its configure script, the runner, its seal script.

# configure_rootfs PACKAGES RECIPE RUNNER_TREE TARGET
configure_rootfs() {
  local packages=$1 recipe=$2 runner_tree=$3 target=$4
  cp --archive --reflink=auto --no-target-directory -- "$packages" "$target"
  if [[ -d $recipe/overlay ]]; then
    tree_archive "$recipe/overlay" | tree_unpack "$target"
  fi
  # From stdin: the script itself is no part of the device.
  env -i PATH="$PATH" chroot "$target" /bin/bash -s <"$recipe/configure"
  if [[ -n $runner_tree ]]; then
    tree_archive "$runner_tree" | tree_unpack "$target"
  fi
  if [[ -f $recipe/seal ]]; then
    env -i PATH="$PATH" chroot "$target" /bin/bash -s <"$recipe/seal"
  fi
}
