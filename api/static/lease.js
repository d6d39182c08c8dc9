"use strict";
// Holds a report while its page is open: renewed now and then, given back on leaving.
(() => {
  const RENEW_EVERY = 3 * 60 * 1000;
  const COUNT_EVERY = 15 * 1000;
  let held = null;

  function start() {
    const box = document.getElementById("pegangan");
    if (held && held.box === box) return;
    held = box ? { box, until: box.dataset.until, ends: performance.now() + Number(box.dataset.seconds) * 1000 } : null;
    count();
  }

  function fieldsOf(box) {
    return new FormData(box.querySelector("form"));
  }

  function count() {
    if (!held) return;
    const left = held.ends - performance.now();
    const minutes = Math.ceil(left / 60000);
    held.box.querySelector(".left").textContent =
      left > 0 ? `(${minutes} menit lagi)` : "(waktunya habis: orang lain boleh memegangnya)";
  }

  async function renew() {
    if (!held || document.visibilityState === "hidden") return;
    const { box } = held;
    const answer = await fetch(box.dataset.renew, { method: "POST", body: new URLSearchParams(fieldsOf(box)) }).catch(() => null);
    if (!answer || !answer.ok || held?.box !== box) return;
    const lease = await answer.json();
    if (lease.mine) {
      held.until = lease.until;
      held.ends = performance.now() + lease.seconds * 1000;
    } else {
      held.ends = performance.now();
    }
    count();
  }

  function leave() {
    if (!held) return;
    const fields = fieldsOf(held.box);
    fields.set("sampai", held.until);
    navigator.sendBeacon(held.box.dataset.leave, new URLSearchParams(fields));
  }

  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) renew();
  });
  document.addEventListener("visibilitychange", renew);
  document.addEventListener("htmx:load", start);
  document.addEventListener("DOMContentLoaded", start);
  setInterval(renew, RENEW_EVERY);
  setInterval(count, COUNT_EVERY);
})();
