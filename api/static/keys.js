"use strict";
// One key for each thing that can be done with a report. What a key does stands in the page, as data-key.
(() => {
  const OFF = "tepat-tanpa-tombol";
  const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
  const PRESSED_BY_ENTER = "a[href], button, summary, input, textarea, select";

  function isOff() {
    return localStorage.getItem(OFF) === "ya";
  }

  function helpDialog() {
    return document.getElementById("bantuan-tombol");
  }

  function openHelp() {
    document.getElementById("pakai-tombol").checked = !isOff();
    helpDialog().showModal();
  }

  function isVisible(element) {
    return element.getClientRects().length > 0;
  }

  // Until the next frame keys go on to what had the focus in a dialog that was just closed: nobody can mean that.
  function isMeantFor(kinds, event) {
    const element = event.target.closest(kinds);
    return element !== null && isVisible(element);
  }

  function targetOf(key) {
    const named = [...document.querySelectorAll("[data-key]")];
    return named.find((element) => element.dataset.key.split(" ").includes(key) && !element.disabled && isVisible(element));
  }

  function use(element) {
    if (element.matches(FIELDS)) {
      element.focus();
      element.select();
      return;
    }
    element.click();
    const details = element.closest("details");
    if (element.matches("summary") && details.open) {
      details.querySelector("select, input:not([type=hidden]), textarea")?.focus();
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (helpDialog()?.open || isMeantFor(FIELDS, event)) return;
    if (event.key === "?" && helpDialog()) {
      event.preventDefault();
      openHelp();
      return;
    }
    if (isOff() || (event.key === "Enter" && isMeantFor(PRESSED_BY_ENTER, event))) return;
    const element = targetOf(event.key);
    if (!element) return;
    event.preventDefault();
    use(element);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest('a[data-key="?"]')) {
      event.preventDefault();
      openHelp();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.id !== "pakai-tombol") return;
    if (event.target.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "ya");
  });

  function tellUnsaved(event, unsaved) {
    const notice = document.getElementById("belum-tersimpan");
    if (!notice || !event.target.matches("form")) return;
    notice.hidden = !unsaved;
    if (unsaved) notice.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("htmx:beforeRequest", (event) => tellUnsaved(event, false));
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(failure, (event) => tellUnsaved(event, true));
  }

  // After a part of the page was replaced, reading goes on at the new heading.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "isi") document.querySelector("#isi h1")?.focus();
  });
})();
