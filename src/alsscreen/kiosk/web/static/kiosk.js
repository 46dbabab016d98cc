// A page in; a dialog before time is up, and fewer taps, out. Everything works without it.
"use strict";
(() => {
  const body = document.body, { at, cover } = body.dataset, dialog = document.getElementById("idle");
  const left = document.getElementById("idle-left"), said = document.getElementById("idle-said");
  const words = (element, seconds) => { element.textContent = element.dataset.words.replace("{seconds}", seconds); };
  const leave = () => { body.hidden = true; location.replace(`${at}/idle`); };
  let timer = 0, later = 0, told = Date.now(), deadline = 0;

  const ask = async (path, method) => {
    clearTimeout(timer);
    try {
      const headers = method === "POST" ? { "Content-Type": "application/x-www-form-urlencoded" } : {};
      const reply = await fetch(`${at}/${path}`, { method, headers, cache: "no-store" });
      show(await reply.json());
    } catch { leave(); }
  };
  const show = (state) => {
    if (state.phase === "over" || state.phase === "free") return leave();
    if (cover === undefined ? state.phase === "covered" : state.phase !== cover) return leave();
    if (state.phase === "warning" && cover === undefined) return warn(state.left);
    if (dialog.open) dialog.close();
    document.getElementById("bell")?.replaceChildren(state.said);
    const wait = body.dataset.bell === undefined ? state.left : Math.min(state.left, 2);
    timer = setTimeout(ask, wait * 1000 + 200, "state", "GET");
  };
  const warn = (seconds) => {
    deadline = Date.now() + seconds * 1000;
    if (!dialog.open) {
      dialog.showModal();
      document.getElementById("idle-still").focus();
      words(said, seconds);
    }
    tick();
  };
  const tick = () => {
    const seconds = Math.ceil((deadline - Date.now()) / 1000);
    if (seconds <= 0) return leave();
    words(left, seconds);
    if (seconds % 20 === 0 || seconds === 10) words(said, seconds);
    timer = setTimeout(tick, 1000);
  };
  // Told at once, but not more often than every few seconds; the last of many signs is told too.
  const often = Math.min(5000, Number(body.dataset.left) * 250);
  const here = () => {
    if (dialog.open || later) return;
    later = setTimeout(() => { later = 0; told = Date.now(); ask("still", "POST"); }, Math.max(0, told + often - Date.now()));
  };
  if (dialog && body.dataset.left !== undefined) {
    // On the window, since Tab may take the focus out of the dialog to nowhere. Tab itself only goes from place to place.
    const moves = ["Tab", "Shift", "Control", "Alt", "Meta"];
    const extend = (event) => {
      if (!dialog.open || moves.includes(event.key)) return;
      event.preventDefault();
      told = Date.now();
      ask("still", "POST");
    };
    dialog.addEventListener("cancel", extend);
    for (const kind of ["click", "keydown"]) addEventListener(kind, extend, { capture: true });
    const signs = cover === undefined ? ["pointerdown", "keydown", "input", "scroll"] : [];
    for (const kind of signs) addEventListener(kind, here, { passive: true });
    timer = setTimeout(ask, Number(body.dataset.left) * 1000 + 200, "state", "GET");
    if (body.dataset.bell !== undefined) ask("state", "GET");
  }
  // A page that the browser kept may be of a session that is over.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // What stands alone unticks the others, and they untick it.
  addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.checked) return;
    const alone = box.dataset.alone !== undefined;
    for (const other of document.querySelectorAll('input[type="checkbox"]'))
      if (other !== box && (alone || other.dataset.alone !== undefined)) other.checked = false;
    if (box.dataset.atOnce !== undefined && box.form.dataset.atOnce !== undefined) box.form.requestSubmit();
  });
  // Where the PIN is asked for, a keyboard may be there after all.
  addEventListener("keydown", (event) => {
    if (/^[0-9]$/.test(event.key)) document.querySelector(`[data-pad] [value="${event.key}"]`)?.click();
  });
  // The second half of a double tap is no second reply.
  addEventListener("submit", (event) => {
    if (event.target.dataset.sent !== undefined) event.preventDefault();
    event.target.dataset.sent = "";
  });
  document.querySelector("[autofocus]")?.focus();
})();
