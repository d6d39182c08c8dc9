"""Alerts told outside: as Prefect events, on which automations can act, and to a webhook."""

import logging
from collections.abc import Callable
from uuid import NAMESPACE_URL, uuid5

from prefect.events import emit_event

from connectors.webhook import Webhook, WebhookRefused
from database.alert_lists import Alert, list_untold
from database.alerts import mark_told
from flows.workplace import Workplace

logger = logging.getLogger(__name__)
Tell = Callable[[Alert], None]


def tell_alerts(work: Workplace, emit: Tell | None = None) -> int:
    """Tell of each alert that nobody outside knows of, at least once; returns how many. What fails is tried again."""
    address, secret, told = work.settings.alert_url, work.settings.alert_secret.get_secret_value(), 0
    hook = Webhook(url=address, secret=secret) if address else None
    with work.pool.connection() as connection:
        alerts = list_untold(connection)
    for alert in alerts:
        (emit or emit_alert)(alert)
        try:
            if hook is not None:
                hook.send(f"alert-{alert.id}", told_of(alert, work.settings.public_url))
        except WebhookRefused as error:
            logger.warning("alert %s could not be told to the webhook: %s", alert.id, error)
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
