"""Alerts told outside: as Prefect events, on which automations can act, and to a webhook."""

import logging
from collections.abc import Callable
from uuid import NAMESPACE_URL, uuid5

from prefect.events import emit_event

from complaints.delivery import Delivered
from connectors.receivers.asking import open_client
from connectors.receivers.webhook import Webhook
from database.alert_lists import Alert, list_untold
from database.alerts import mark_told
from flows.workplace import Workplace, now

logger = logging.getLogger(__name__)
Tell = Callable[[Alert], None]


def tell_alerts(work: Workplace, emit: Tell | None = None) -> int:
    """Tell of each alert that nobody outside knows of, at least once; returns how many. What fails is tried again."""
    address, secret, told = work.settings.alert_url, work.settings.alert_secret.get_secret_value(), 0
    with work.pool.connection() as connection:
        alerts = list_untold(connection)
    with open_client() as http:
        hook = Webhook(url=address, secret=secret, http=http, now=now) if address else None
        for alert in alerts:
            (emit or emit_alert)(alert)
            if hook is not None:
                outcome = hook.post(f"alert-{alert.id}", told_of(alert, work.settings.public_url))
                if not isinstance(outcome, Delivered):
                    logger.warning("alert %s could not be told: %s %s", alert.id, outcome.code, outcome.detail)
                    break
            with work.pool.connection() as connection:
                mark_told(connection, alert.id)
            told += 1
    return told


def told_of(alert: Alert, address: str) -> dict[str, object]:
    """What is told of an alert: never a text of a report, nor who wrote it."""
    return {
        "id": alert.id,
        "kind": alert.kind,
        "about": alert.about,
        "figures": alert.figures,
        "since": alert.since.isoformat(),
        "opened_at": alert.opened_at.isoformat(),
        "page": f"{address}/perubahan" if address else "/perubahan",
    }


def emit_alert(alert: Alert) -> None:
    """The alert as a Prefect event; told twice, it has the same id."""
    emit_event(
        event=f"tepat.alert.{alert.kind}",
        resource={"prefect.resource.id": f"tepat.alert.{alert.id}", "prefect.resource.name": ", ".join(alert.about)},
        payload=told_of(alert, ""),
        id=uuid5(NAMESPACE_URL, f"tepat:alert:{alert.id}:{alert.opened_at.isoformat()}"),
    )
