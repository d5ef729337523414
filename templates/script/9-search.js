// Search: keys that lead to it from every page. What the search page does is a file of its own, loaded there alone.
"use strict";
(() => {
  const link = document.querySelector("[data-to-search]");
  const form = document.querySelector("[data-search]");
  if (!link) return;
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    const writing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const slash = event.key === "/" && !command && !writing;
    if (!slash && !(command && !event.shiftKey && event.key.toLowerCase() === "k")) return;
    event.preventDefault();
    if (form) form.elements.q.select();
    else link.click();
  });
  if (!form) return;
  const script = Object.assign(document.createElement("script"), { src: form.dataset.script });
  script.addEventListener("error", () => {
    document.querySelector("[data-found]").textContent = "The search could not be loaded. Reload the page to try again.";
  });
  document.head.append(script);
})();
