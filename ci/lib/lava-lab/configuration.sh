# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The lab's own configuration and secrets, below its directory of state. Run
# on each start: what is there stays as it is. Sourced after common.sh.

lava_version() { dpkg-query -W -f '${Version}\n' lava-server; }

# postgresql_programs: of the newest version that is installed.
postgresql_programs() {
  local places=(/usr/lib/postgresql/*/bin)
  printf '%s\n' "${places[-1]}"
}

# secret NAME: makes it, where it is not there; nobody but root reads it.
secret() {
  [ -s "$LAB/secrets/$1" ] ||
    (umask 077 && random_word >"$LAB/secrets/$1.part" &&
      mv "$LAB/secrets/$1.part" "$LAB/secrets/$1")
  cat "$LAB/secrets/$1"
}

# write FILE MODE OWNER: what stands on standard input, at once.
write() {
  (umask 077 && cat >"$1.part")
  chown "$3:$3" "$1.part"
  chmod "$2" "$1.part"
  mv "$1.part" "$1"
}

# device_dictionary NAME: all but its address is said by the job's context. Of
# KVM LAVA would make use wherever there is such a device file, on hosts too
# where it boots no kernel.
device_dictionary() {
  cat <<END
{% extends 'qemu.jinja2' %}
{% set no_kvm = True %}
{% set mac_addr = '52:54:00:12:34:${1: -2}' %}
END
}

# configure: before the lab starts.
configure() {
  local etc=$LAB/etc device
  install -d -m 700 "$LAB" "$LAB/secrets" "$LAB/home"
  install -d -m 755 "$LAB"/{etc,git,run}
  install -d -m 775 -o lavaserver -g lavaserver "$LAB/log"
  install -d -m 755 -o postgres -g postgres "$LAB/postgresql"
  install -d -m 755 -o lavaserver -g lavaserver "$LAB/server" \
    "$LAB"/server/{home,default} "$LAB"/server/default/media{,/job-output}
  install -d -m 755 "$LAB"/worker{,/dispatcher} \
    "$LAB"/worker/dispatcher/{tmp,worker}
  install -d -m 755 "$etc"/lava-{server,coordinator} \
    "$etc/lava-server/settings.d"
  install -d -m 755 -o lavaserver -g lavaserver \
    "$etc"/lava-server/dispatcher{.d,-config} \
    "$etc"/lava-server/dispatcher-config/{devices,device-types,health-checks}
  cp /etc/lava-server/env.yaml "$etc/lava-server/env.yaml"

  write "$etc/lava-server/settings.d/lab.yaml" 600 lavaserver <<END
INSTANCE_NAME: lab
SECRET_KEY: "$(secret django)"
DATABASES:
  default:
    ENGINE: django.db.backends.postgresql
    NAME: lavaserver
    USER: lavaserver
    PASSWORD: "$(secret database)"
    HOST: 127.0.0.1
    PORT: 5432
# By HTTP on the loopback device of a network that has no other one.
CSRF_COOKIE_SECURE: false
SESSION_COOKIE_SECURE: false
HTTPS_XML_RPC: false
EVENT_SOCKET: tcp://127.0.0.1:5500
WORKER_AUTO_REGISTER: false
INTERNAL_EVENT_SOCKET: ipc:///var/lib/lava-server/home/events
END
  write "$etc/lava-coordinator/lava-coordinator.conf" 644 root <<END
{"port": 3079, "blocksize": 4096, "poll_delay": 3,
 "coordinator_hostname": "127.0.0.1"}
END
  write "$LAB/secrets/lavacli.yaml" 600 root <<END
default:
  uri: $WEB/RPC2
  username: admin
  token: $(secret token)
END
  secret admin-password >/dev/null
  secret worker >/dev/null
  # LAVA would take the address of the way out, and there is none.
  install -d -m 755 "$etc/lava-server/dispatcher.d/worker0"
  printf 'dispatcher_ip: 127.0.0.1\n' |
    write "$etc/lava-server/dispatcher.d/worker0/dispatcher.yaml" 644 lavaserver
  for device in "${DEVICES[@]}"; do
    device_dictionary "$device" |
      write "$etc/lava-server/dispatcher-config/devices/$device.jinja2" 644 \
        lavaserver
  done
  [ -d "$LAB/git/definitions" ] ||
    git init --quiet --bare "$LAB/git/definitions"
}

# make_database: a cluster of the lab's own, once; in the lab.
make_database() {
  local data=/var/lib/postgresql/data password=/var/lib/postgresql/password
  rm -rf "$LAB/postgresql/data"
  secret database | write "$password" 600 postgres
  setpriv --reuid=postgres --regid=postgres --init-groups \
    "$(postgresql_programs)/initdb" --pgdata="$data.part" \
    --username=lavaserver --pwfile="$password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 >"$LAB/log/initdb.out" 2>&1
  rm "$password"
  printf 'create database lavaserver;\n' |
    setpriv --reuid=postgres --regid=postgres --init-groups \
      "$(postgresql_programs)/postgres" --single -j -D "$data.part" postgres \
      >>"$LAB/log/initdb.out" 2>&1
  mv "$data.part" "$data"
}
