"use strict";
// The list of offices below the field: chosen with the arrow keys and Enter, or with a click.
(() => {
  function fieldOf() {
    return document.getElementById("kantor");
  }

  function options() {
    return [...document.querySelectorAll("#pilihan-kantor [role=option]")];
  }

  function tell() {
    const field = fieldOf();
    if (!field) return;
    // The list that the browser keeps itself is for pages without scripts.
    field.removeAttribute("list");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", "usulan-kantor");
    field.setAttribute("aria-expanded", String(options().length > 0));
    field.removeAttribute("aria-activedescendant");
  }

  function close() {
    document.getElementById("usulan-kantor")?.replaceChildren();
    tell();
  }

  function choose(option) {
    fieldOf().value = option.dataset.label;
    close();
    fieldOf().focus();
  }

  function move(step) {
    const all = options();
    const next = (all.findIndex((one) => one.getAttribute("aria-selected") === "true") + step + all.length) % all.length;
    all.forEach((one, place) => one.setAttribute("aria-selected", String(place === next)));
    fieldOf().setAttribute("aria-activedescendant", all[next].id);
    all[next].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "kantor") return;
    const chosen = options().find((one) => one.getAttribute("aria-selected") === "true");
    if (options().length === 0) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(chosen ? -1 : 0);
    else if (event.key === "Enter" && chosen) choose(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest("#pilihan-kantor [role=option]");
    if (option) choose(option);
    else if (!event.target.closest(".combo")) close();
  });

  document.addEventListener("htmx:afterSettle", tell);
  document.addEventListener("DOMContentLoaded", tell);
})();
