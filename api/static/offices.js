"use strict";
// The list of offices below a field: chosen with the arrow keys and Enter, or with a click. One list is open at a time.
(() => {
  function optionsOf(field) {
    return [...field.closest(".combo").querySelectorAll("[role=option]")];
  }

  function tell() {
    document.querySelectorAll(".combo input").forEach((field) => {
      const list = field.closest(".combo").querySelector("[id]:not(input)");
      // The list that the browser keeps itself is for pages without scripts.
      field.removeAttribute("list");
      field.setAttribute("role", "combobox");
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-controls", list.id);
      field.setAttribute("aria-expanded", String(optionsOf(field).length > 0));
      field.removeAttribute("aria-activedescendant");
    });
  }

  function closeAll(except) {
    document.querySelectorAll(".combo").forEach((combo) => {
      if (combo !== except) combo.querySelector("[id]:not(input)").replaceChildren();
    });
    tell();
  }

  function choose(option) {
    const field = option.closest(".combo").querySelector("input");
    field.value = option.dataset.label;
    closeAll();
    field.focus();
  }

  function move(field, step) {
    const all = optionsOf(field);
    const next = (all.findIndex((one) => one.getAttribute("aria-selected") === "true") + step + all.length) % all.length;
    all.forEach((one, place) => one.setAttribute("aria-selected", String(place === next)));
    field.setAttribute("aria-activedescendant", all[next].id);
    all[next].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches?.(".combo input") || optionsOf(field).length === 0) return;
    const chosen = optionsOf(field).find((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") move(field, 1);
    else if (event.key === "ArrowUp") move(field, chosen ? -1 : 0);
    else if (event.key === "Enter" && chosen) choose(chosen);
    else if (event.key === "Escape") closeAll();
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest(".combo [role=option]");
    if (option) choose(option);
    else closeAll(event.target.closest(".combo"));
  });

  document.addEventListener("htmx:afterSettle", (event) => closeAll(event.target.closest?.(".combo") ?? undefined));
  document.addEventListener("DOMContentLoaded", tell);
})();
