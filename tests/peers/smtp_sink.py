"""A real SMTP server that keeps nothing: prints what it receives, so that a test can read it.

First line on standard output: the port on 127.0.0.1. Then one JSON object per line and per message:
  {"from", "to": [...], "subject", "text", "html", "headers": {lower-case name: [values]}, "parts": [...]}
and {"refused": 451, "from", "to"} for an attempt that was answered with an error on request.
A message is printed before its sender gets the answer. Stops when standard input is closed.
"""

import argparse
import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP

# Messages from here are never refused: a reader sends one to know that it has seen all that came before.
MARKER = "marker@sink.invalid"


def say(record):
    print(json.dumps(record, ensure_ascii=False), flush=True)


def part_of(part):
    is_text = part.get_content_maintype() == "text"
    return {
        "type": part.get_content_type(),
        "method": part.get_param("method"),
        "name": part.get_filename(),
        "size": len(part.get_payload(decode=True) or b""),
        "text": part.get_content() if is_text else None,
    }


def record_of(envelope):
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    headers = {}
    for name, value in message.items():
        headers.setdefault(name.lower(), []).append(str(value))
    plain = message.get_body(("plain",))
    html = message.get_body(("html",))
    return {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "subject": str(message.get("subject", "")),
        "text": plain.get_content().replace("\r\n", "\n") if plain else None,
        "html": html.get_content() if html else None,
        "headers": headers,
        "parts": [part_of(part) for part in message.walk() if not part.is_multipart()],
    }


class Sink:
    def __init__(self, answer, first):
        self.answer = answer
        self.to_refuse = first

    async def handle_DATA(self, server, session, envelope):
        if self.to_refuse > 0 and envelope.mail_from != MARKER:
            self.to_refuse -= 1
            say({"refused": self.answer, "from": envelope.mail_from, "to": envelope.rcpt_tos})
            if self.answer < 500:
                return f"{self.answer} 4.3.0 Try again later"
            return f"{self.answer} 5.1.1 No such mailbox"
        say(record_of(envelope))
        return "250 2.0.0 Kept"


async def serve(options):
    sink = Sink(options.answer, options.first)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(sink, hostname="sink.invalid", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)
    server.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answer", type=int, choices=(451, 550), default=451, help="with what to refuse")
    parser.add_argument("--first", type=int, default=0, help="how many messages to refuse before the first is taken")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
