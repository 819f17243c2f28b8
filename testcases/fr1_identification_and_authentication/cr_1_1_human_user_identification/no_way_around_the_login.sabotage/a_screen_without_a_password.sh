# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a VNC server shows the screen to everybody (security type None)
# asserts: no listener gives a prompt or output before a login
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: its unit is not declared either
set -eu
cat >/usr/libexec/field-service <<'P'
import socket, struct, threading
def serve(c):
    try:
        c.sendall(b'RFB 003.008\n')
        if not c.recv(12).startswith(b'RFB 003'):
            c.close(); return
        c.sendall(b'\x01\x01'); c.recv(1); c.sendall(b'\0\0\0\0'); c.recv(1)
        c.sendall(struct.pack('>HHBBBBHHHBBBxxxI', 800, 480, 32, 24, 0, 1, 255, 255, 255, 16, 8, 0, 4) + b'HMI ')
        while c.recv(4096): pass
    except OSError: pass
s = socket.create_server(('0.0.0.0', 8081))
while True:
    c, _ = s.accept(); threading.Thread(target=serve, args=(c,), daemon=True).start()
P
chmod 0755 /usr/libexec/field-service
printf '[Service]\nExecStart=/usr/bin/python3 /usr/libexec/field-service\n' >/etc/systemd/system/field.service
systemctl daemon-reload
systemctl start field.service
for _ in 1 2 3 4 5 6 7 8 9 10; do grep -q ':1F91 ' /proc/net/tcp && break; sleep 1; done
grep -q ':1F91 ' /proc/net/tcp
