# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Debian's packages for the scripts of ci/; after common.sh.

# apt COMMAND...: waits for another apt, and repeats what the network lost.
apt() {
  quietly "apt-$1" apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 \
    "$@"
}

# install_packages PACKAGE...: those of them that are missing; only then does
# it take root. Exits where it cannot.
install_packages() (
  missing=()
  for package in "$@"; do
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" \
      != installed ]; then
      missing+=("$package")
    fi
  done
  [ ${#missing[@]} -gt 0 ] || exit 0
  [ "$(id -u)" = 0 ] ||
    die "these packages are missing and only root can install them:" \
      "${missing[*]}"
  say "installing ${#missing[@]} packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt update || exit
  # A policy-rc.d that says no: nothing that is installed may start a service.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM HUP
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  apt install -y --no-install-recommends "${missing[@]}" || exit
)
