"""Runs a command and tells what it took: measured.py COMMAND..."""

import os
import subprocess
import sys
import time

began = time.time()
child = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(child.pid, 0)
print(
    f"{time.time() - began:.1f} s, {usage.ru_utime + usage.ru_stime:.1f} s of CPU,"
    f" peak resident memory {usage.ru_maxrss >> 10} MiB"
)
sys.exit(os.waitstatus_to_exitcode(status))
