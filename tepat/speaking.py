"""What the command line itself says, in the reader's language: the frame of its help, and what it cannot read."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import typer
from typer.main import get_command

from tepat.wording import WORDING, Language, say

# What a value should have been, as the library says it.
WANTED = {
    r"less than or equal to (\S+)": "usage.at_most",
    r"greater than or equal to (\S+)": "usage.at_least",
    r"valid (integer)": "usage.integer",
    r"valid (UUID)": "usage.uuid",
    r"path '.*' does (not) exist": "usage.path",
    r"path '.*' is not (readable)": "usage.unreadable",
}
FRAME = {
    "ARGUMENTS_PANEL_TITLE": "help.arguments",
    "OPTIONS_PANEL_TITLE": "help.options",
    "COMMANDS_PANEL_TITLE": "help.commands",
    "REQUIRED_LONG_STRING": "help.required",
    "DEFAULT_STRING": "help.default",
}


def run(app: typer.Typer, language: Language, arguments: Sequence[str]) -> int:
    """Carry out these arguments; the exit code, 2 where they cannot be read."""
    command = get_command(app)
    _translate_help(command, language, arguments)
    try:
        return command.main(list(arguments), prog_name="tepat", standalone_mode=False) or 0
    except typer.Abort:
        typer.echo(say(language, "usage.aborted"), err=True)
        return 1
    except Exception as error:
        if f"usage.{type(error).__name__}" not in WORDING:
            raise
        typer.echo(_told(error, language), err=True)
        return 2


def _translate_help(command: Any, language: Language, arguments: Sequence[str]) -> None:  # noqa: ANN401
    for one in _all_below(command):
        option = one.get_help_option(typer.Context(one))
        option.help = say(language, "help.help")
    # What draws the help takes long to import; a group alone shows its help, too.
    if "--help" in arguments or len(arguments) < 2:
        from typer import rich_utils

        for name, key in FRAME.items():
            setattr(rich_utils, name, say(language, key))


def _all_below(command: Any) -> Iterator[Any]:  # noqa: ANN401
    yield command
    for one in getattr(command, "commands", {}).values():
        yield from _all_below(one)


def _told(error: Any, language: Language) -> str:  # noqa: ANN401 - each kind has its own attributes
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error.format_message())
    parameter = getattr(error, "param", None)
    # The message quotes what was written, then what could be written instead.
    written, *known = re.findall(r"'([^']*)'|\(([^()]{2,})\)", error.message) or [("", "")]
    told = say(
        language,
        f"usage.{kind}",
        name=parameter.get_error_hint() if parameter else getattr(error, "option_name", ""),
        written="".join(written),
    )
    choices = say(language, "usage.known", known=", ".join(map("".join, known))) if known else ""
    where = say(language, "usage.help", command=error.ctx.command_path if error.ctx else "tepat")
    return " ".join(" ".join((told, _wanted(error.message, language), choices, where)).split())


def _wanted(message: str, language: Language) -> str:
    found = [(key, match[1]) for pattern, key in WANTED.items() if (match := re.search(pattern, message))]
    return " ".join(say(language, key, limit=limit) for key, limit in found)
