"""A real IMAP server (Dovecot) with one empty mailbox, over TLS with a certificate of its own, until standard input is closed.

First line on standard output: {"port", "ca"}. Then each line on standard input is one wish, each answer one line:
  {"append": base64 of a mail}   lays a mail into the inbox
  {"state": true}                {"INBOX": [[flags], …], "Da doc": [[flags], …]}
"""

import base64
import grp
import imaplib
import json
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

USER, PASSWORD, FOLDER = "lich", "mat-khau-thu", "Da doc"
# What Dovecot may need to begin, in seconds; a green run never comes near it.
PATIENCE = 20


def config(folder, port, owner):
    return f"""
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail
first_valid_uid = {owner.pw_uid}
default_login_user = {owner.pw_name}
default_internal_user = {owner.pw_name}
default_internal_group = {grp.getgrgid(owner.pw_gid).gr_name}
passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={folder}
}}
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def signed_in(port, ca):
    client = imaplib.IMAP4_SSL("127.0.0.1", port, ssl_context=ssl.create_default_context(cafile=ca))
    client.login(USER, PASSWORD)
    return client


def flags_in(client, folder):
    client.select(f'"{folder}"', readonly=True)
    _, found = client.search(None, "ALL")
    numbers = found[0].split()
    if not numbers:
        return []
    _, rows = client.fetch(b",".join(numbers), "(FLAGS)")
    return [sorted(flag.decode() for flag in imaplib.ParseFlags(row)) for row in rows]


def begin(folder):
    # Dovecot opens no mailbox of root.
    owner = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")
    certificate = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"]
    names = ["-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"]
    files = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"]
    subprocess.run([*certificate, *names, *files], check=True, capture_output=True)
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
    (folder / "mail").mkdir()
    for place in (folder, folder / "mail", folder / "users"):
        os.chown(place, owner.pw_uid, owner.pw_gid)
    program = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")
    port = free_port()
    (folder / "dovecot.conf").write_text(config(folder, port, owner))
    server = subprocess.Popen([program, "-F", "-c", str(folder / "dovecot.conf")], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return server, port


def main():
    # As short as can be: paths of sockets are limited to some hundred bytes.
    with tempfile.TemporaryDirectory(prefix="dt-imap-", dir="/tmp") as name:
        folder = Path(name)
        server, port = begin(folder)
        try:
            ca, until = str(folder / "cert.pem"), time.monotonic() + PATIENCE
            while True:
                try:
                    client = signed_in(port, ca)
                    break
                except OSError:
                    if time.monotonic() > until or server.poll() is not None:
                        log = folder / "log"
                        sys.exit(log.read_text() if log.exists() else "Dovecot did not begin")
                    time.sleep(0.05)
            client.create(f'"{FOLDER}"')
            print(json.dumps({"port": port, "ca": ca}), flush=True)
            for line in sys.stdin:
                wish = json.loads(line)
                if "append" in wish:
                    status, _ = client.append("INBOX", None, None, base64.b64decode(wish["append"]))
                    print(json.dumps(status), flush=True)
                else:
                    print(json.dumps({place: flags_in(client, place) for place in ("INBOX", FOLDER)}), flush=True)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
