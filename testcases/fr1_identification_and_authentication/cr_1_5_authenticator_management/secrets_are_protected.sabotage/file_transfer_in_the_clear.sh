# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: an FTP service that takes passwords without TLS
# asserts: no service asks for a password in the clear
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: the service runs as root and is declared nowhere
set -eu
cat >/usr/local/sbin/files <<"END"
import socket
server = socket.create_server(("127.0.0.1", 2021))
while True:
    client, _ = server.accept()
    client.sendall(b"220 ready\r\n")
    if client.recv(100).startswith(b"USER "):
        client.sendall(b"331 password please\r\n")
    client.close()
END
systemd-run --quiet --unit=files python3 /usr/local/sbin/files
until ss -Hltn 'sport = 2021' | grep -q .; do sleep 0.1; done
