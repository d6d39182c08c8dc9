"""The address of the pages, opened once by who watches over them, however many processes answer behind it."""

import socket

from tepat.services import PortTaken

BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """A socket that child processes may inherit. Whoever asks while none of them runs waits. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        opened = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise PortTaken from error
    opened.set_inheritable(True)
    return opened
