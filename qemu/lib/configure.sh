# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stage 2 of an image: a copy of the packages, our files over it, its configure script and that for the suite, the
# runner, its seal script.

# install_package FILE TARGET: as on a device that runs.
install_package() {
  cp -- "$1" "$2/package.deb"
  env -i PATH="$PATH" chroot "$2" dpkg --force-unsafe-io --install /package.deb
  rm -f -- "$2/package.deb" "$2/var/log/dpkg.log"
}

# configure_rootfs PACKAGES RECIPE PACKAGE TARGET
configure_rootfs() {
  local packages=$1 recipe=$2 package=$3 target=$4
  cp --archive --reflink=auto --no-target-directory -- "$packages" "$target"
  if [[ -d $recipe/overlay ]]; then
    tree_archive "$recipe/overlay" | tree_unpack "$target"
  fi
  # From stdin: the script itself is no part of the device.
  env -i PATH="$PATH" chroot "$target" /bin/bash -s <"$recipe/configure"
  if [[ -f $recipe/$SUITE ]]; then
    env -i PATH="$PATH" chroot "$target" /bin/bash -s <"$recipe/$SUITE"
  fi
  if [[ -n $package ]]; then install_package "$package" "$target"; fi
  if [[ -f $recipe/seal ]]; then
    env -i PATH="$PATH" chroot "$target" /bin/bash -s <"$recipe/seal"
  fi
}
