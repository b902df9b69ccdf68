"""``python -m crm_core``."""

import os
import sys
from contextlib import suppress

from crm_core.cli.main import main

if __name__ == "__main__":
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # whoever read it may have gone
            stream.flush()
    os._exit(status)  # the store is closed: putting the libraries away would take half a second more
