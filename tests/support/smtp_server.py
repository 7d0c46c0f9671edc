#!/usr/bin/python3
"""A real SMTP server for tests (aiosmtpd) that behaves as told.

usage: smtp_server.py DIR [--tls CERT KEY] [--auth USER PASSWORD]
Listens on a free port of 127.0.0.1 and prints "ready PORT". Every message whose text arrived is a line of JSON in
DIR/mails, whatever answer it got. How it behaves is read from DIR/mode at each command, so a test can change it:
  ok        take everything            refuse    550 to every receiver
  later     451 to every receiver      reject    554 after the text
  stall     no answer after the text   drop      cut the connection after the text
  deaf      no answer to the receiver
"""
import asyncio
import email
import email.policy
import json
import os
import ssl
import sys
import time

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Handler:
    def __init__(self, folder):
        self.folder = folder

    def mode(self):
        try:
            with open(os.path.join(self.folder, "mode"), encoding="ascii") as file:
                return file.read().strip()
        except FileNotFoundError:
            return "ok"

    def keep(self, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body(("plain",))
        lines = envelope.content.split(b"\r\n")
        row = {
            "arrived": time.time(), "from": envelope.mail_from, "to": envelope.rcpt_tos, "message_id": message["Message-ID"],
            "subject": message["Subject"], "date": message["Date"], "auto": message["Auto-Submitted"],
            "type": body.get_content_type() + ";" + str(body.get_content_charset()),
            "body": body.get_content(), "longest_line": max(len(line) for line in lines),
            "tls": session.ssl is not None, "user": (session.auth_data.login.decode() if session.auth_data else None),
        }
        with open(os.path.join(self.folder, "mails"), "a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")

    async def handle_RCPT(self, server, session, envelope, address, options):
        mode = self.mode()
        if mode == "deaf":
            await asyncio.sleep(3600)
        if mode == "refuse":
            return "550 no such receiver"
        if mode == "later":
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mode = self.mode()
        self.keep(session, envelope)
        if mode == "reject":
            return "554 not this one"
        if mode == "stall":
            await asyncio.sleep(3600)
        if mode == "drop":
            server.transport.abort()
        return "250 taken"


def parse(words):
    folder, tls, auth = words[0], None, None
    for at, word in enumerate(words):
        if word == "--tls":
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(words[at + 1], words[at + 2])
        if word == "--auth":
            auth = (words[at + 1].encode(), words[at + 2].encode())
    return folder, tls, auth


async def main(words):
    folder, tls, auth = parse(words)
    handler = Handler(folder)

    def authenticate(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and (data.login, data.password) == auth
        return AuthResult(success=good, handled=good, auth_data=data)

    def session():
        return SMTP(handler, hostname="test.invalid", tls_context=tls, require_starttls=False,
                    auth_required=auth is not None, auth_require_tls=False,
                    authenticator=authenticate if auth else None)

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main(sys.argv[1:]))
