// What the pages do beyond links and forms: they look now and then whether what they show has changed, and show output as it comes.
// Whatever comes from elsewhere is set as text, or is a page of this backend that has encoded it.

const second = 1000;
const main = document.querySelector("main");
const lost = document.querySelector("[data-lost]");

// Each part of the page that has changed takes the place of the old one. Whoever reads elsewhere on the page is not disturbed.
async function refresh() {
  const response = await fetch(location.href, { cache: "no-store", headers: { accept: "text/html" } });
  if (!response.ok) {
    // The page itself says why: what it shows was deleted, or the browser has to open a link again.
    location.reload();
    return;
  }
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    if (next && next.innerHTML !== part.dataset.html) {
      replace(part, next);
    }
  }
  main.dataset.refresh = fresh.querySelector("main")?.dataset.refresh ?? "";
}

function replace(part, next) {
  const isFirst = part.dataset.html === undefined;
  if (isFirst && part.innerHTML === next.innerHTML) {
    part.dataset.html = next.innerHTML;
    return;
  }
  const active = part.contains(document.activeElement) ? document.activeElement : null;
  const key = active && (active.id ? `#${CSS.escape(active.id)}` : active.getAttribute("href") ? `[href="${CSS.escape(active.getAttribute("href"))}"]` : null);
  const open = [...part.querySelectorAll("details")].map((details) => details.open);
  const scrolled = [...part.querySelectorAll(".table")].map((table) => table.scrollLeft);
  const html = next.innerHTML;
  part.replaceChildren(...document.adoptNode(next).childNodes);
  part.dataset.html = html;
  // In a list that grows at its end, what was open stays open.
  part.querySelectorAll("details").forEach((details, n) => (details.open = open[n] ?? false));
  part.querySelectorAll(".table").forEach((table, n) => (table.scrollLeft = scrolled[n] ?? 0));
  if (key) {
    part.querySelector(key)?.focus();
  }
}

// The next look is counted from the end of the last one, and a page that nobody sees does not look.
async function look() {
  const wait = Number(main.dataset.refresh) * second;
  if (!wait) {
    return;
  }
  await new Promise((resolve) => setTimeout(resolve, wait));
  if (document.hidden) {
    await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  }
  try {
    await refresh();
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  look();
}

look();

// The output of a command, or the log of a bootstrap.
const most = 300_000;

function showStream(output) {
  const note = document.querySelector("[data-note]");
  let shown = 0;
  let waiting = [];
  let isAsked = false;

  function draw() {
    isAsked = false;
    const follow = output.scrollHeight - output.scrollTop - output.clientHeight < 8;
    const pieces = document.createDocumentFragment();
    for (const [kind, classes, text] of waiting) {
      const piece = document.createElement("span");
      piece.className = `${kind} ${classes}`.trim();
      piece.textContent = text;
      pieces.append(piece);
      shown += text.length;
    }
    waiting = [];
    output.append(pieces);
    while (shown > most && output.firstChild !== output.lastChild) {
      shown -= output.firstChild.textContent.length;
      output.firstChild.remove();
      note.textContent = leftOut;
    }
    if (follow) {
      output.scrollTop = output.scrollHeight;
    }
  }

  function ask() {
    // In a window that nobody sees nothing is drawn, so what waits there must not grow without end.
    while (waiting.length > 2000) {
      waiting.shift();
    }
    if (!isAsked) {
      isAsked = true;
      requestAnimationFrame(draw);
    }
  }

  const leftOut = "The beginning is left out here. “Save all of it” has everything that is kept.";
  let source = null;
  let isOver = false;

  function end(text) {
    isOver = true;
    source.close();
    output.dataset.state = "ended";
    note.textContent = text ?? note.textContent;
  }

  function open() {
    source = new EventSource(output.dataset.stream);
    source.addEventListener("begin", (event) => {
      output.replaceChildren();
      [shown, waiting] = [0, []];
      output.dataset.state = "live";
      note.textContent = JSON.parse(event.data).skipped > 0 ? leftOut : "";
    });
    source.addEventListener("output", (event) => {
      const { output: kind, pieces } = JSON.parse(event.data);
      waiting.push(...pieces.map(([classes, text]) => [kind, classes, text]));
      ask();
    });
    source.addEventListener("end", () => {
      end(shown === 0 && waiting.length === 0 ? "Nothing was written." : undefined);
      refresh().catch(() => (lost.hidden = false));
    });
    source.addEventListener("gone", () => end("The output is not kept any more."));
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) {
        end("The output is not kept any more.");
      }
    });
  }

  // A browser has six connections to a server. A window that nobody sees must not hold one of them.
  document.addEventListener("visibilitychange", () => {
    if (isOver) {
      return;
    }
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      open();
    }
  });

  if (!document.hidden) {
    open();
  }
}

const output = document.querySelector("[data-stream]");
if (output) {
  showStream(output);
}
