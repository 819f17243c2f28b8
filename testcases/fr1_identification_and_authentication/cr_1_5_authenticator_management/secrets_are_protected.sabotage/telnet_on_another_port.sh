# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: a telnet service, far from port 23
# asserts: no service asks for a password in the clear
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: the service runs as root and is declared nowhere
set -eu
cat >/usr/local/sbin/old-console <<"END"
import socket
server = socket.create_server(("0.0.0.0", 4001))
while True:
    client, _ = server.accept()
    client.sendall(b"\xff\xfd\x18\xff\xfb\x01\r\nlogin: ")
    client.close()
END
systemd-run --quiet --unit=old-console python3 /usr/local/sbin/old-console
until ss -Hltn 'sport = 4001' | grep -q .; do sleep 0.1; done
