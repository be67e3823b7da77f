"""Verifies every DKIM signature of a message (argument 1) by dkimpy; DNS is the lines "name text" of argument 2."""
import sys

import dkim

records = dict(line.rstrip("\n").split(" ", 1) for line in open(sys.argv[2]))
message = open(sys.argv[1], "rb").read()


def dns(name, timeout=5):
    text = records.get(name.decode().rstrip("."))
    return None if text is None else text.encode()


signatures = [h for h in dkim.DKIM(message).headers if h[0].lower() == b"dkim-signature"]
for index in range(len(signatures)):
    try:
        print(index, dkim.DKIM(message).verify(idx=index, dnsfunc=dns))
    except dkim.DKIMException:  # of a body that has changed
        print(index, False)
