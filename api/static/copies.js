"use strict";
// A box that narrows the list of who may get a copy. Without scripts the whole list stands there.
(() => {
  function show() {
    document.querySelectorAll("[data-filter]").forEach((box) => {
      box.hidden = false;
    });
  }

  function narrow(field) {
    const wanted = field.value.trim().toLocaleLowerCase("id-ID").split(/\s+/);
    let found = 0;
    for (const group of field.closest("fieldset").querySelectorAll("fieldset")) {
      const legend = group.querySelector("legend").textContent;
      let shown = 0;
      for (const choice of group.querySelectorAll(".choice")) {
        const text = `${legend} ${choice.textContent}`.toLocaleLowerCase("id-ID");
        const fits = wanted.every((word) => text.includes(word));
        found += fits;
        // What is ticked is sent, so it is seen.
        choice.hidden = !fits && !choice.querySelector("input").checked;
        shown += !choice.hidden;
      }
      group.hidden = shown === 0;
    }
    field.parentElement.querySelector("[role=status]").textContent = field.value.trim() ? `${found} cocok` : "";
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-filter] input")) narrow(event.target);
  });
  document.addEventListener("htmx:load", show);
  document.addEventListener("DOMContentLoaded", show);
})();
