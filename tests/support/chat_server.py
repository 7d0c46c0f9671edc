#!/usr/bin/python3
"""A local HTTP server that plays the chat robots and a webhook, and checks what they would check.

usage: chat_server.py DIR
Listens on a free port of 127.0.0.1 and prints "ready PORT". Its robots are /wecom, /dingtalk, /feishu and /hook with the
tokens and secrets below. Every request whose body arrived is a line of JSON in DIR/posts, whatever answer it got:
{"arrived", "robot", "good", "why", "text", "id", "refused"}, the last: the answer said that it was not taken. How it behaves is read from DIR/mode at each request:
  ok        answer as the robot does     error     its "no" (200 and a number for the robots)
  rate      the provider's "too many" (200 and its number; 429 by the webhook)
  400 429 500 503    that HTTP status    redirect  302 to /canary, which counts as a request
  hang      no answer                    drop      cut the connection without an answer
  garbage   200 and no JSON              big       200 and more than anybody should read
  shut      cut the connection before the body is read
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN, SECRET = "tok-1", "SEC rêve/+="
HANG = threading.Event()


def mac(key, data):
    return hmac.new(key.encode(), data, hashlib.sha256)


def b64(digest):
    return base64.b64encode(digest.digest()).decode()


def check_wecom(url, head, body):
    query = urllib.parse.parse_qs(url.query)
    data = json.loads(body)
    if query != {"key": [TOKEN]}:
        return "key", ""
    text = data["text"]["content"]
    if data["msgtype"] != "text" or len(text.encode()) > 2048:
        return "text", text
    return None, text


def check_dingtalk(url, head, body):
    query = urllib.parse.parse_qs(url.query)
    data = json.loads(body)
    text = data["text"]["content"]
    if query.get("access_token") != [TOKEN]:
        return "access_token", text
    stamp = query["timestamp"][0]
    if len(stamp) != 13 or query["sign"] != [b64(mac(SECRET, f"{stamp}\n{SECRET}".encode()))]:
        return "sign", text
    return None, text


def check_feishu(url, head, body):
    data = json.loads(body)
    text = data["content"]["text"]
    if url.path != "/feishu/" + TOKEN or data["msg_type"] != "text":
        return "path", text
    stamp = data["timestamp"]
    if len(stamp) != 10 or data["sign"] != b64(mac(f"{stamp}\n{SECRET}", b"")):
        return "sign", text
    return None, text


def check_hook(url, head, body):
    data = json.loads(body)
    stamp = head.get("X-Mlps-Timestamp", "")
    want = "v1=" + mac(SECRET, stamp.encode() + b"." + body).hexdigest()
    if head.get("X-Mlps-Signature") != want or head.get("X-Mlps-Delivery") != data["id"]:
        return "signature", data["text"]
    return None, data["text"]


# What each provider answers to a robot that talks too much, with status 200.
RATE = {"wecom": {"errcode": 45009, "errmsg": "api freq out of limit"},
        "dingtalk": {"errcode": 130101, "errmsg": "send too fast"},
        "feishu": {"code": 11232, "msg": "frequency limited"}}

ROBOTS = {  # first part of the path: check, the answers "yes" and "no"
    "wecom": (check_wecom, {"errcode": 0, "errmsg": "ok"}, {"errcode": 45009, "errmsg": "api freq out of limit"}),
    "dingtalk": (check_dingtalk, {"errcode": 0, "errmsg": "ok"}, {"errcode": 310000, "errmsg": "sign not match"}),
    "feishu": (check_feishu, {"code": 0, "msg": "success"}, {"code": 19021, "msg": "sign match fail"}),
    "hook": (check_hook, None, None),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body, extra=()):
        self.send_response(status)
        for name, value in extra:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def keep(self, row):
        with self.server.lock, open(os.path.join(self.server.folder, "posts"), "a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")

    def mode(self):
        try:
            with open(os.path.join(self.server.folder, "mode"), encoding="ascii") as file:
                return file.read().strip()
        except FileNotFoundError:
            return "ok"

    def cut(self):
        self.close_connection = True
        self.connection.close()

    def do_GET(self):
        self.keep({"robot": self.path, "good": False, "why": "GET", "text": "", "id": ""})
        self.answer(200, b"{}")

    def do_POST(self):
        mode = self.mode()
        if mode == "shut":
            return self.cut()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        url = urllib.parse.urlsplit(self.path)
        robot = url.path.split("/")[1]
        check, yes, no = ROBOTS.get(robot, (lambda *_: ("robot", ""), None, None))
        why, text = check(url, self.headers, body)
        self.keep({"arrived": time.time(), "robot": robot, "good": why is None, "why": why, "text": text,
                   "id": self.headers.get("X-Mlps-Delivery", ""),
                   "refused": mode in ("error", "rate", "400", "429", "503", "redirect")})
        if mode == "hang":
            HANG.wait(60)
            return self.cut()
        if mode == "drop":
            return self.cut()
        if mode == "redirect":
            return self.answer(302, b"", [("Location", f"http://127.0.0.1:{self.server.server_port}/canary")])
        if mode == "garbage":
            return self.answer(200, b"<html>welcome</html>")
        if mode == "big":
            return self.answer(200, b" " * (4 << 20))
        if mode == "rate" and robot in RATE:
            return self.answer(200, json.dumps(RATE[robot]).encode())
        if mode == "rate":
            return self.answer(429, b"{}")
        if mode.isdigit():
            return self.answer(int(mode), b"{}")
        if no is None:
            return self.answer(403 if why or mode == "error" else 204, b"")
        return self.answer(200, json.dumps(no if why or mode == "error" else yes).encode())


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        pass


def main():
    server = Server(("127.0.0.1", 0), Handler)
    server.folder, server.lock = sys.argv[1], threading.Lock()
    print("ready", server.server_port, flush=True)
    server.serve_forever()


main()
