"""The command line: one thin module per command, loaded when its command is called."""

import gc

# Nearly all that a command makes while it starts stays until its end; looking for garbage among it costs a tenth of the
# start, so it is looked for less often, and from here on: this runs before anything large is loaded.
gc.set_threshold(50_000)
