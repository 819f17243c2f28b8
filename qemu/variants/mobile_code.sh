# SPDX-License-Identifier: Apache-2.0
# A device that runs mobile code: scripts, each with the signature of a key in /etc/mobile-code/keys beside it.
set -eu
keys=/etc/mobile-code/keys items=/usr/share/mobile-code
mkdir -p "$keys" "$items"
install -d -m 0700 /var/lib/mobile-code
cat >/usr/libexec/mobile-code <<'EOF'
#!/bin/sh
# Runs an item of mobile code that a key of ours has signed: mobile-code ITEM
set -u
item=$1 trusted=no
copy=$(mktemp -d) || exit
trap 'rm -rf "$copy"' EXIT
# What is verified is what runs, whatever becomes of the item meanwhile.
cp -- "$item" "$copy/item" && cp -- "$item.sig" "$copy/item.sig" || exit
for key in /etc/mobile-code/keys/*.pem; do
  openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$copy/item" -sigfile "$copy/item.sig" >/dev/null 2>&1 &&
    trusted=yes
done
[ "$trusted" = yes ] || { echo 'mobile-code: nobody whom we trust has signed it' >&2 && exit 1; }
setpriv --reuid=nobody --regid=nogroup --clear-groups --no-new-privs sh -s <"$copy/item"
EOF
chmod 0750 /usr/libexec/mobile-code

private=$(mktemp -d)
for owner in supplier stranger; do
  openssl genpkey -algorithm ed25519 -out "$private/$owner"
done
openssl pkey -in "$private/supplier" -pubout -out "$keys/supplier.pem"
openssl pkey -in "$private/stranger" -pubout -out "$items/stranger.pem"
for item in intact unsigned foreign; do
  # shellcheck disable=SC2016  # for the item
  printf '# %s\nv=code\necho "mobile $v runs here"\n' "$item" >"$items/$item.mc"
done
openssl pkeyutl -sign -inkey "$private/supplier" -rawin -in "$items/intact.mc" -out "$items/intact.mc.sig"
openssl pkeyutl -sign -inkey "$private/stranger" -rawin -in "$items/foreign.mc" -out "$items/foreign.mc.sig"
rm -r "$private"
chmod -R a+rX /etc/mobile-code "$items"

sed -i -e 's/^name: .*/name: reference device with mobile code/' -e 's/^capabilities: \[/&mobile_code, /' \
  /etc/iec-runner/profile.yaml
cat >/etc/iec-runner/mobile-code.yaml <<'EOF'
  mobile_code:
    run: [/usr/libexec/mobile-code, "{file}"]
    intact: [/usr/share/mobile-code/intact.mc]
    unsigned: [/usr/share/mobile-code/unsigned.mc]
    foreign: [/usr/share/mobile-code/foreign.mc]
    places: [/var/lib/mobile-code]
EOF
sed -i '/^parameters:/r /etc/iec-runner/mobile-code.yaml' /etc/iec-runner/profile.yaml
rm /etc/iec-runner/mobile-code.yaml
