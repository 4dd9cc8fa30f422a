// Keys, selections and passkeys. Every page works without this file; it only makes the work quicker.
"use strict";
(() => {
  const typing = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const click = (selector) => {
    const found = document.querySelector(selector);
    if (found) { found.focus(); found.click(); }
    return Boolean(found);
  };

  // Keys: each element with data-key answers to its key.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target)) return;
    if (event.key === "/") {
      if (click("[data-search]")) event.preventDefault();
      return;
    }
    // the letter as printed and as placed: the keys are the same on a Russian keyboard
    const placed = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
    const key = /^[a-z0-9?]$/.test(event.key) ? event.key : placed;
    if (/^[a-z0-9?]$/.test(key) && click(`[data-key="${key}"]`)) event.preventDefault();
  });

  // "Correct" opens the fields first; with the fields open it sends them.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (!opener) return;
    const details = document.getElementById(opener.dataset.opens);
    if (details && !details.open) {
      event.preventDefault();
      details.open = true;
      const first = details.querySelector("select, input");
      if (first) first.focus();
    }
  });

  const marking = (event) => {
    const field = event.target.closest(".field[data-was]");
    if (field) field.classList.toggle("changed", event.target.value !== field.dataset.was);
  };
  document.addEventListener("input", marking);
  document.addEventListener("change", marking);

  // Mark all rows of a table.
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-marks]");
    if (!all) return;
    document.querySelectorAll(`input[name="${all.dataset.marks}"]`).forEach((box) => { box.checked = all.checked; });
  });

  // A form that is sent twice by an impatient hand decides once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  });

  // Selecting words of a document. Offsets count code points: the server counts so, whatever is above U+FFFF.
  const points = (text) => Array.from(text).length;
  const place = (node, offset) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node.childNodes[offset]?.parentElement ?? node;
    const piece = element?.closest?.("[data-at]");
    if (!piece || node.nodeType !== Node.TEXT_NODE) return null;
    return Number(piece.dataset.at) + points(node.data.slice(0, offset));
  };
  const ends = (range) => {
    // an end that lies between pieces belongs to the nearest piece inside the selection
    const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
    let first = null, last = null, node = walker.currentNode.nodeType === Node.TEXT_NODE ? walker.currentNode : walker.nextNode();
    for (; node; node = walker.nextNode()) {
      if (!range.intersectsNode(node) || !node.parentElement.closest("[data-at]")) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.data.length;
      if (to <= from) continue;
      if (first === null) first = place(node, from);
      last = place(node, to);
    }
    return first === null || last === null || last <= first ? null : [first, last];
  };
  const offer = () => {
    const button = document.querySelector("[data-selects]");
    const text = document.querySelector("[data-text]");
    if (!button || !text) return;
    const selection = document.getSelection();
    const inside = selection.rangeCount > 0 && !selection.isCollapsed && text.contains(selection.getRangeAt(0).commonAncestorContainer);
    const found = inside ? ends(selection.getRangeAt(0)) : null;
    button.hidden = found === null;
    if (found === null) return;
    button.querySelector("[name=start]").value = found[0];
    button.querySelector("[name=end]").value = found[1];
    const box = selection.getRangeAt(0).getBoundingClientRect();
    button.style.setProperty("top", `${window.scrollY + box.bottom + 8}px`);
    button.style.setProperty("left", `${Math.max(8, Math.min(window.scrollX + box.left, window.innerWidth - 260))}px`);
  };
  document.addEventListener("selectionchange", () => { clearTimeout(offer.timer); offer.timer = setTimeout(offer, 120); });

  // Passkeys.
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const told = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = words(credential.response[name]);
    }
    return JSON.stringify({ id: credential.id, rawId: words(credential.rawId), type: credential.type, response });
  };
  const passkey = async (form) => {
    const options = await (await fetch(form.action)).json();
    options.challenge = bytes(options.challenge);
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      (options[list] ?? []).forEach((entry) => { entry.id = bytes(entry.id); });
    }
    let credential;
    if (options.user) {
      options.user.id = bytes(options.user.id);
      credential = await navigator.credentials.create({ publicKey: options });
    } else {
      credential = await navigator.credentials.get({ publicKey: options });
    }
    const body = new FormData(form);
    body.set("answer", told(credential));
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(form.dataset.failed);
    window.location.assign((await answer.json()).next);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-passkey]");
    if (!form) return;
    event.preventDefault();
    passkey(form).catch((error) => {
      const place = form.querySelector("[role=status]");
      if (place) place.textContent = form.dataset.failed || error.message;
    });
  });
  if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach((form) => { form.hidden = false; });

  // After the queue moved on by itself, the quote is read out and keys go on working.
  document.addEventListener("htmx:afterSettle", () => {
    const quote = document.querySelector("[data-first]");
    if (quote) quote.focus({ preventScroll: true });
  });
})();
