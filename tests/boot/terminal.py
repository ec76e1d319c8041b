#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
# tests/boot/terminal.py SECONDS [WAIT TYPE]... -- COMMAND... - a person at a
# terminal: runs COMMAND on a new one.
#
# When COMMAND has printed WAIT, TYPE is typed (\x03 is Ctrl-C). Prints what the
# terminal showed; ends as COMMAND did, or with 98 when the time is over.
import os
import pty
import select
import signal
import sys
import time

end = sys.argv.index("--")
deadline = time.monotonic() + float(sys.argv[1])
words = [w.encode().decode("unicode_escape").encode("latin1")
         for w in sys.argv[2:end]]
script = list(zip(words[0::2], words[1::2]))

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[end + 1], sys.argv[end + 1:])

shown, looked = b"", 0
while True:
    left = deadline - time.monotonic()
    if left <= 0:
        os.kill(pid, signal.SIGKILL)
        sys.exit(98)
    if not select.select([terminal], [], [], left)[0]:
        continue
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data.replace(b"\r", b""))
    sys.stdout.flush()
    shown += data
    if script and script[0][0] in shown[looked:]:
        looked = len(shown)
        time.sleep(0.3)
        os.write(terminal, script.pop(0)[1])
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.exit(status if status >= 0 else 128 - status)
