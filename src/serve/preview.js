// Reloads the page when the site changes, and shows what the preview has to say over it.
"use strict";
(() => {
  let shown = null;
  let notice = null;

  const show = (text) => {
    notice?.remove();
    notice = null;
    if (!text) return;
    notice = document.createElement("div");
    notice.setAttribute("role", "status");
    notice.textContent = text;
    Object.assign(notice.style, {
      position: "fixed", insetInline: "0", bottom: "0", zIndex: "1000", padding: "0.6rem 1rem",
      font: "600 0.95rem/1.4 system-ui, sans-serif", color: "#fff", background: "#8f1d1d",
    });
    document.body.append(notice);
  };

  const events = new EventSource("/_wayfare/events");
  events.onmessage = (event) => {
    const state = JSON.parse(event.data);
    if (shown !== null && shown !== state.version) location.reload();
    shown = state.version;
    show(state.notice);
  };
  addEventListener("pagehide", () => events.close());
  // A page the browser kept for its back button no longer listens.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
