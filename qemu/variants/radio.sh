# SPDX-License-Identifier: Apache-2.0
# A device with a radio that is in use, wlan0, which members of the group netdev steer. The machine has no radio: a
# network interface of the kernel's own (TUN) is given the link type of one, and a socket stands where wpa_supplicant
# has its own; on the bus somebody has its name, and answers nothing.
set -eu
cat >/usr/libexec/make-radio <<'EOF'
#!/usr/bin/python3
# A persistent interface with the link type of a radio: make-radio NAME
import fcntl
import struct
import sys

TUNSETIFF, TUNSETPERSIST, TUNSETLINK = 0x400454CA, 0x400454CB, 0x400454CD
IFF_TUN_NO_PI, ARPHRD_IEEE80211 = 0x1001, 801
with open("/dev/net/tun", "r+b", buffering=0) as tun:
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH14x", sys.argv[1].encode(), IFF_TUN_NO_PI))
    fcntl.ioctl(tun, TUNSETLINK, ARPHRD_IEEE80211)
    fcntl.ioctl(tun, TUNSETPERSIST, 1)
EOF
chmod 0755 /usr/libexec/make-radio
/usr/libexec/make-radio wlan0
ip link set wlan0 up

getent group netdev >/dev/null || groupadd --system netdev
cat >/etc/systemd/system/radio-control.socket <<'EOF'
[Socket]
ListenDatagram=/run/wpa_supplicant/wlan0
SocketGroup=netdev
SocketMode=0660
[Install]
WantedBy=sockets.target
EOF
cat >/etc/systemd/system/radio-control.service <<'EOF'
[Service]
ExecStart=/usr/bin/cat
StandardInput=socket
StandardOutput=null
DynamicUser=yes
EOF
systemctl daemon-reload
systemctl --quiet enable --now radio-control.socket

cat >/etc/dbus-1/system.d/radio.conf <<'EOF'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <policy user="root">
    <allow own="fi.w1.wpa_supplicant1"/>
    <allow send_destination="fi.w1.wpa_supplicant1"/>
  </policy>
  <policy group="netdev">
    <allow send_destination="fi.w1.wpa_supplicant1"/>
  </policy>
  <policy context="default">
    <deny send_destination="fi.w1.wpa_supplicant1"/>
  </policy>
</busconfig>
EOF
cat >/usr/libexec/radio-on-bus <<'EOF'
#!/usr/bin/python3
# Has the name on the system's bus that it is given, and reads what is sent there: radio-on-bus NAME
import os
import socket
import struct
import sys

CALL, PATH, INTERFACE, MEMBER, DESTINATION, SIGNATURE = 1, 1, 2, 3, 6, 8


def text(value):
    return struct.pack("<I", len(value)) + value.encode() + b"\0"


def call(serial, member, signature="", body=b""):
    fields = [(PATH, "o", text("/org/freedesktop/DBus")), (INTERFACE, "s", text("org.freedesktop.DBus")),
              (MEMBER, "s", text(member)), (DESTINATION, "s", text("org.freedesktop.DBus"))]
    if signature:
        fields.append((SIGNATURE, "g", bytes([len(signature)]) + signature.encode() + b"\0"))
    header = b""
    for code, kind, value in fields:
        header += b"\0" * (-len(header) % 8) + bytes([code, 1]) + kind.encode() + b"\0" + value
    start = struct.pack("<cBBBIII", b"l", CALL, 0, 1, len(body), serial, len(header))
    return start + header + b"\0" * (-len(header) % 8) + body


bus = socket.socket(socket.AF_UNIX)
bus.connect("/run/dbus/system_bus_socket")
bus.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
bus.recv(4096)
bus.sendall(b"BEGIN\r\n" + call(1, "Hello"))
name = text(sys.argv[1])
bus.sendall(call(2, "RequestName", "su", name + b"\0" * (-len(name) % 4) + struct.pack("<I", 0)))
while bus.recv(4096):
    pass
EOF
chmod 0755 /usr/libexec/radio-on-bus
printf '[Service]\nExecStart=/usr/libexec/radio-on-bus fi.w1.wpa_supplicant1\n' >/etc/systemd/system/radio-on-bus.service
on_bus() { busctl --system call org.freedesktop.DBus / org.freedesktop.DBus "$@"; }
on_bus ReloadConfig
systemctl daemon-reload
systemctl start radio-on-bus.service
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ "$(on_bus NameHasOwner s fi.w1.wpa_supplicant1)" = 'b true' ] && break
  sleep 1
done

sed -i -e 's/^name: .*/name: reference device with a radio/' -e 's/^capabilities: \[/&wireless, /' \
  -e 's/^parameters:/&\n  wireless: {in_use: [wlan0], users: [netdev]}/' /etc/iec-runner/profile.yaml
