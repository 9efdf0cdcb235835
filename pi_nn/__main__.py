"""`python -m pi_nn` is the command `pi-nn`."""

import sys

from pi_nn.commands import main

sys.exit(main())
