"""Templates with the pages' own words, escaped throughout."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.deadline_words import deadline_filters
from api.full_names import FullNames
from api.navigation import menus_for
from api.page_words import page_filters
from api.people import must_choose_password, who
from api.wording import filters

FOLDER = Path(__file__).parent


def make_templates(names: FullNames) -> Environment:
    """The environment of all pages, which know people by `names`: all is escaped, a missing value is an error."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Templates change with a new version alone: nobody need look after each file at each page.
        auto_reload=False,
    )
    environment.filters.update(filters() | page_filters() | deadline_filters() | names.filters())
    return environment


def templates_of(request: Request) -> Environment:
    """The environment that the application was made with."""
    templates: Environment = request.app.state.templates
    return templates


def surroundings(request: Request) -> dict[str, Any]:
    """What every page shows beside its own: who is signed in, the pages of the bar, and the token of its forms."""
    person = who(request)
    # Before a password of one's own every page leads back to choosing it, so none is offered.
    menus = [] if must_choose_password(request) else menus_for(person)
    return {"person": person, "menus": menus, "csrf": request.scope.get("csrf", "")}


def render(request: Request, name: str, context: dict[str, Any], status: int = 200) -> HTMLResponse:
    """The page of this template, with the bar on top."""
    return HTMLResponse(templates_of(request).get_template(name).render(context | surroundings(request)), status)
