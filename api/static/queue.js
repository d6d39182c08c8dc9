// Keeps the counter of the queue in the bar up to date. Without it the bar shows no number, and all else works.
"use strict";
const counters = document.querySelectorAll("[data-queue-count]");
if (counters.length && "EventSource" in window) {
  const events = new EventSource("/v1/queue/events");
  events.addEventListener("queue", (event) => {
    const { waiting, urgent } = JSON.parse(event.data);
    for (const counter of counters) {
      counter.textContent = waiting.toLocaleString("id-ID");
      counter.title = `${waiting} menunggu, ${urgent} mendesak`;
      counter.classList.toggle("urgent", urgent > 0);
      counter.hidden = false;
    }
  });
  window.addEventListener("pagehide", () => events.close());
}
