"""Runs commands of az one after the other in one process: starting az takes longer than what it asks. One JSON list of arguments a
line in, one JSON object a line out. It is the very program that `az` runs, with the same arguments."""

import contextlib
import io
import json
import logging
import sys

from azure.cli.core import get_default_cli


def run(arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(err), contextlib.redirect_stdout(out):
        for logger in (logging.getLogger("cli"), logging.getLogger("az"), logging.getLogger()):
            for handler in list(logger.handlers):
                logger.removeHandler(handler)
        try:
            code = get_default_cli().invoke(arguments, out_file=out)
        except SystemExit as exit_:
            code = exit_.code
        except BaseException as error:  # a fault of the client itself
            code, _ = 1, print(f"{type(error).__name__}: {error}", file=err)
    return {"code": code or 0, "out": out.getvalue(), "err": err.getvalue()[-2000:]}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
