"""``python -m crm_core``."""

import sys

from crm_core.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
