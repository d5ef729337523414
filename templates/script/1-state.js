// What a reader has chosen on a page, kept in its address after the `#`: so a view is a link, also from a folder.
// An anchor has no `=` in it and is left alone.
"use strict";
window.wayfare = {
  readState() {
    const hash = location.hash.slice(1);
    return new URLSearchParams(hash.includes("=") ? hash : "");
  },
  writeState(state) {
    const kept = new URLSearchParams([...state].filter(([, value]) => value !== ""));
    const text = kept.toString();
    if (text === "" && !location.hash.includes("=")) return;
    history.replaceState(null, "", text === "" ? location.pathname + location.search : `#${text}`);
  },
};
