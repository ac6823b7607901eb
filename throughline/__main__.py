"""``python -m throughline`` is the command throughline."""

from throughline.cli.main import main

main()
