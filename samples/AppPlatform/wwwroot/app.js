// What the pages do beyond forms and links: they ask for the state again and again, and show the output of tests as it comes.
// Whatever comes from elsewhere is set as text, never as HTML.

const second = 1000;
const page = document.querySelector("[data-page]");

function show(element, text) {
  // Only a change is to be read out.
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function showPill(name, state, label) {
  const pill = document.querySelector(`[data-pill="${CSS.escape(name)}"]`);
  if (pill) {
    pill.dataset.state = state;
    show(pill, label);
  }
}

async function ask(url) {
  const response = await fetch(url, { headers: { accept: "application/json" }, cache: "no-store" });
  if (!response.ok) {
    throw Object.assign(new Error(`${url} answered ${response.status}`), { status: response.status });
  }
  return response.json();
}

function every(task) {
  // The next time is counted from the end of the last, so that a slow answer is not asked for twice.
  const tick = async () => setTimeout(tick, await task());
  tick();
}

// The front page: only what is being set up changes by itself.
function watchApps() {
  every(async () => {
    try {
      const apps = await ask("/state");
      apps.forEach((app) => showPill(app.id, app.status, app.label));
      return apps.some((app) => app.status === "provisioning") ? second : 10 * second;
    } catch {
      return 10 * second;
    }
  });
}

function watchApp() {
  const id = page.dataset.app;
  const find = (name) => page.querySelector(`[data-${name}]`);
  const form = find("tests");
  const button = form.querySelector("button");
  const outcome = find("outcome");
  const output = find("output");
  let running = false;
  let interrupted = false;

  function showWebhooks(webhooks) {
    const list = find("webhooks");
    find("no-webhooks").hidden = webhooks.length > 0;
    for (const webhook of webhooks.slice(list.children.length)) {
      const time = document.createElement("time");
      time.dateTime = webhook.at;
      time.textContent = webhook.time;
      const meaning = document.createElement("span");
      meaning.textContent = webhook.meaning;
      const event = document.createElement("code");
      event.textContent = webhook.event;
      const item = document.createElement("li");
      item.append(event, meaning, time);
      list.append(item);
    }
  }

  function showOutcome(name, text) {
    outcome.dataset.outcome = name;
    show(outcome, text);
  }

  function setRunning(now) {
    running = now;
    // Not disabled, which would take the keyboard's place in the page away.
    button.setAttribute("aria-busy", String(now));
    button.setAttribute("aria-disabled", String(now));
  }

  async function showApp() {
    const app = await ask(`/apps/${id}/state`).catch((error) => {
      if (error.status === 404) {
        // Deleted in another window; the page itself says so.
        location.reload();
      }
      throw error;
    });
    showPill("app", app.status, app.label);
    showWebhooks(app.webhooks);
    show(find("reason"), app.reason);
    find("failure").hidden = app.reason === "";
    find("setup").hidden = !app.canSetUpAgain;
    if (!running) {
      button.disabled = !app.canRunTests;
    }
    // After an interruption the platform may only know of the run before, which would look like this one's outcome.
    if (!running && !interrupted) {
      showOutcome(app.outcome, app.lastRun);
    }
    return app;
  }

  async function showComputer(agent) {
    // The path is that of Flapjack's own API: this platform passes it on, and adds its key.
    const { computer, signals } = agent ? await ask(`/api/agents/${agent}/computer/status`) : {};
    const status = computer?.status ?? "none";
    showPill("computer", status, status[0].toUpperCase() + status.slice(1));
    show(find("fact='used'"), computer?.lastUsedAt ? time(computer.lastUsedAt) : "–");
    show(find("fact='disk'"), signals?.disk ? `${size(signals.disk.used)} of ${size(signals.disk.total)}` : "–");
    show(find("fact='agent'"), agent ?? "–");
  }

  // The platform itself may be asked often; Flapjack only every ten seconds, for which its service repeats itself anyway, and after a change.
  let askAt = 0;
  let shownStatus = "";
  async function showAll() {
    try {
      const app = await showApp();
      if (performance.now() >= askAt || app.status !== shownStatus) {
        askAt = performance.now() + 10 * second;
        shownStatus = app.status;
        await showComputer(app.agentId);
      }
      return app.status === "provisioning" ? second : 10 * second;
    } catch {
      showPill("computer", "unknown", "Unknown");
      return 10 * second;
    }
  }

  every(showAll);

  function append(text, stream) {
    const follow = output.scrollHeight - output.scrollTop - output.clientHeight < 4;
    const piece = document.createElement("span");
    piece.className = stream;
    piece.textContent = text;
    output.append(piece);
    if (follow) {
      output.scrollTop = output.scrollHeight;
    }
  }

  async function runTests() {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!response.ok) {
      const reason = response.status === 409 ? "The tests are running already, or there is no computer." : `This platform answered ${response.status}.`;
      return { outcome: "refused", lastRun: `Last run: did not run. ${reason}` };
    }
    for await (const line of lines(response.body)) {
      const piece = JSON.parse(line);
      if (piece.outcome) {
        return piece;
      }
      append(piece.stdout ?? piece.stderr ?? "", "stderr" in piece ? "stderr" : "stdout");
    }
    throw new Error("The stream ended without its last line.");
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (running) {
      return;
    }
    interrupted = false;
    setRunning(true);
    showOutcome("", "Running…");
    output.hidden = false;
    output.replaceChildren();
    let end;
    try {
      end = await runTests();
    } catch {
      // Broken off is neither passed nor failed.
      interrupted = true;
      end = { outcome: "unknown", lastRun: "Last run: interrupted; its outcome is unknown." };
    }
    setRunning(false);
    showOutcome(end.outcome, end.lastRun);
    askAt = 0;
    await showAll();
  });

  for (const opener of page.querySelectorAll("[data-opens]")) {
    opener.addEventListener("click", () => document.getElementById(opener.dataset.opens).showModal());
  }
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    yield* parts;
  }
}

// As the server writes it in the same page: everybody who looks reads the same, whatever the browser's language and zone.
function time(text) {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) {
    return "–";
  }
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}, ${at.toISOString().slice(11, 19)} UTC`;
}

function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const unit = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

if (page?.dataset.page === "front") {
  watchApps();
} else if (page?.dataset.page === "app") {
  watchApp();
}
