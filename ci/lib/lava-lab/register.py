# SPDX-License-Identifier: Apache-2.0
# Run by `lava-server manage shell` in the lab, on each start: the
# administrator with its token, and the devices. What is there is corrected.
# Not by LAVA's own commands, which take secrets as arguments, and a second
# and a half each.
import os
import pathlib

from django.contrib.auth.models import User
from lava_scheduler_app.models import Device, DeviceType, Worker
from linaro_django_xmlrpc.models import AuthToken

secrets = pathlib.Path(os.environ["HOME"]).parent / "secrets"
admin, _ = User.objects.get_or_create(username="admin")
admin.is_staff = admin.is_superuser = True
admin.set_password((secrets / "admin-password").read_text())
admin.save()
AuthToken.objects.filter(user=admin).delete()
AuthToken.objects.create(
    user=admin, secret=(secrets / "token").read_text(), description="lavacli"
)
# LAVA's own example.
Worker.objects.filter(hostname="example.com").delete()
worker, _ = Worker.objects.get_or_create(hostname="worker0")
worker.token = (secrets / "worker").read_text()
worker.save()
dictionaries = pathlib.Path("/etc/lava-server/dispatcher-config/devices")
names = sorted(path.stem for path in dictionaries.glob("*.jinja2"))
kind, _ = DeviceType.objects.get_or_create(name="qemu")
for name in names:
    device, _ = Device.objects.get_or_create(hostname=name, device_type=kind)
    device.worker_host = worker
    device.health = Device.HEALTH_GOOD
    device.save()
