# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stage 1 of an image: Debian packages as they come. Slow, and needed again only when the list changes.

SUITE=bookworm # unless build-dut is told another one

# debian_sources: the Debian entries of this machine, one "deb" line each; where it has none of the suite, those that it
# has, with the name of the suite instead. apt itself reads its configuration, and says from the signed Release file
# which entries are Debian's: a third-party one never gets into an image.
debian_sources() {
  local entries own=$SUITE uri release component signer
  # shellcheck disable=SC2016  # the $(NAME) are apt's own place holders
  entries=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(SIGNED_BY)' \
    'Created-By: Packages' 'Origin: Debian' | sort -u)
  grep -q " $SUITE " <<<"$entries" || own=$(awk '$2 !~ /-/ { print $2; exit }' <<<"$entries")
  while read -r uri release component signer; do
    case $release in
      "$own" | "$own-updates" | "$own-security") ;;
      *) continue ;;
    esac
    [[ $component == main ]] || continue
    [[ $own == "$SUITE" && $signer == /* && -r $signer ]] || signer=/usr/share/keyrings/debian-archive-keyring.gpg
    printf 'deb [signed-by=%s] %s %s %s\n' "$signer" "$uri" "$SUITE${release#"$own"}" "$component"
  done <<<"$entries"
}

# apt_options: how this machine reaches its package sources (proxies, time-outs, date checks), as options for mmdebstrap.
apt_options() {
  apt-config dump --format '%F "%v"%n' |
    sed -nE '/^Acquire::(https?::|Check-|Retries|ForceIPv)/{/ ""$/!{s/ "(.*)"$/ "\1";/;s/^/--aptopt=/p}}'
}

# read_packages FILE: the names, with comments and blank lines gone, joined by commas.
read_packages() { sed -e 's/#.*//' "$1" | xargs -n1 | paste -sd,; }

# build_packages LIST TARGET
build_packages() {
  local list=$1 target=$2 sources options=()
  sources=$target.list # mmdebstrap tells the format by the ending
  debian_sources >"$sources"
  if ! grep -q " $SUITE " "$sources"; then
    rm -f -- "$sources"
    say "apt on this machine knows no Debian archive: check /etc/apt and run 'apt-get update'"
    return 1
  fi
  mapfile -t options < <(apt_options)
  # No manual pages and no translations on a device; the licences stay.
  # force-unsafe-io: what a power cut leaves of this directory is thrown away anyhow. Stage 2 takes it out again.
  mmdebstrap --mode=root --variant=minbase --format=directory "${options[@]}" \
    --aptopt='APT::Install-Recommends "false";' \
    --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --include="$(read_packages "$list")" "$SUITE" "$target" "$sources"
  rm -f -- "$sources"
}
