"use strict";
// A menu of the bar closes with Escape and when people go on elsewhere. Without scripts its name closes it.
(() => {
  const opened = () => document.querySelector(".top .menu[open]");

  function closeUnlessIn(element) {
    const menu = opened();
    if (menu && !menu.contains(element)) menu.open = false;
  }

  document.addEventListener("click", (event) => closeUnlessIn(event.target));
  document.addEventListener("focusin", (event) => closeUnlessIn(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = opened();
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
