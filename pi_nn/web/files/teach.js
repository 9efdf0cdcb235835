// The page "Teach": what a reading was, learning from that, and which model reads.

import { $, ask, change, element, named, notice, pause, percent, picture, say, svg, when, withCode } from "./common.js";

const LABELS = [..."0123456789", "none"];
const LABEL_WORDS = (label) => (label === "none" ? "no digit" : label);
let readings = [];
let fault = ""; // why there are none
let chosen = null; // the number of the reading that was chosen; null: the newest

function readAs(reading) {
  if (reading.unsure) return "not sure";
  return `${named(reading.digit)} (${percent(reading.confidence)})`;
}

function current() {
  return readings.find((each) => each.number === chosen) ?? readings[0];
}

for (const label of LABELS) {
  const button = element("button", { type: "button", disabled: "" }, LABEL_WORDS(label));
  when(button, () => teach(label, button));
  $("labels").append(button);
}

async function teach(label, button) {
  const reading = current();
  await change("/api/teach", { number: reading.number, label });
  reading.taught = label;
  taughtNow.set(reading.number, label);
  say(`taught: this was ${LABEL_WORDS(label)}`);
  showCurrent();
  showRecent();
  button.focus();
  await showSamples();
}

const taughtNow = new Map();

function showCurrent() {
  const reading = current();
  for (const id of ["crop", "glyph"]) {
    $(id).hidden = !reading;
    if (reading) $(id).src = reading[id];
  }
  $("read").replaceChildren(...withCode(reading ? `It was read as ${readAs(reading)}.` : fault || "Hold a digit up to the camera."));
  LABELS.forEach((label, at) => {
    const button = $("labels").children[at];
    button.disabled = !reading;
    button.classList.toggle("said", Boolean(reading) && taughtNow.get(reading.number) === label);
  });
}

function showRecent() {
  const focused = document.activeElement?.dataset?.number;
  const one = current();
  $("recent").replaceChildren(...readings.map((each) => thumb(each, each === one)));
  if (focused) $("recent").querySelector(`[data-number="${focused}"]`)?.focus();
}

function thumb(reading, isChosen) {
  const taught = taughtNow.get(reading.number);
  const words = taught ? `✓ ${LABEL_WORDS(taught)}` : readAs(reading);
  const role = { role: "radio", "aria-checked": String(isChosen), tabindex: isChosen ? 0 : -1, "data-number": reading.number };
  const button = element("button", { type: "button", class: "thumb", ...role }, picture(reading.glyph, ""), words);
  button.addEventListener("click", () => choose(reading.number));
  return button;
}

function choose(number) {
  chosen = number;
  showCurrent();
  showRecent();
}

// The arrows go through the readings, as in every group of radio buttons.
$("recent").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step || !readings.length) return;
  event.preventDefault();
  const at = (readings.indexOf(current()) + step + readings.length) % readings.length;
  choose(readings[at].number);
  $("recent").children[at].focus();
});

let shownReadings = "";
async function renewRecent() {
  const told = await ask("/api/recent");
  const now = told.fault + told.recent.map((each) => `${each.number} ${each.digit} ${each.unsure}`).join();
  if (now === shownReadings) return;
  shownReadings = now;
  [readings, fault] = [told.recent, told.fault];
  showCurrent();
  showRecent();
}

let shownSamples = "";
async function showSamples() {
  const told = await ask("/api/samples");
  const now = JSON.stringify([told.counts, told.newest.map((each) => each.label + each.name)]);
  if (now === shownSamples) return;
  shownSamples = now;
  const counts = LABELS.map((label) => told.counts[label]);
  const all = counts.reduce((sum, count) => sum + count, 0);
  $("how-many").textContent = all ? String(all) : "none yet";
  $("counts").replaceChildren(...LABELS.map((label, at) => column(label, counts[at], Math.max(...counts, 5))));
  $("newest").replaceChildren(...told.newest.map(sampleThumb));
}

function column(label, count, most) {
  const bar = element("i", { "aria-hidden": "true" });
  bar.style.height = `${(48 * count) / most}px`;
  const [shown, named] = [element("span", {}, count || "·"), element("b", {}, label)];
  for (const each of [shown, named]) each.setAttribute("aria-hidden", "true");
  return element("div", { role: "listitem" }, shown, bar, named, element("span", { class: "unseen" }, `${count} of ${LABEL_WORDS(label)}`));
}

function sampleThumb(sample) {
  const name = LABEL_WORDS(sample.label);
  const away = element("button", { type: "button", class: "away", "aria-label": `Forget this ${name}` }, "×");
  when(away, async () => {
    await change("/api/forget", { label: sample.label, name: sample.name });
    say("forgotten");
    const at = [...$("newest").children].indexOf(away.parentElement);
    await showSamples();
    const next = $("newest").children[Math.min(at, $("newest").children.length - 1)];
    (next?.querySelector(".away") ?? $("retrain")).focus();
  });
  return element("div", { class: "thumb" }, picture(sample.glyph, `A sample of ${name}`), name, away);
}

when($("retrain"), async () => {
  await change("/api/retrain");
  say("learning is on its way");
  await showProgress();
});

let stateBefore = null;
let busyBefore = null;
async function showProgress() {
  const now = await ask("/api/retraining");
  const busy = now.waiting || now.state === "running";
  $("retrain").disabled = busy;
  $("learn-bar").hidden = !busy;
  if (now.waiting || !now.epochs) $("learn-bar").removeAttribute("value");
  else $("learn-bar").value = now.epoch / now.epochs;
  if (now.state || now.waiting) $("learn-words").replaceChildren(...withCode(progressWords(now)));
  $("curve").hidden = !(now.curve?.length > 1);
  if (now.curve?.length > 1) $("curve").replaceChildren(...curve(now.curve, now.epochs));
  if (stateBefore !== null && now.state !== stateBefore) say($("learn-words").textContent);
  if (busy !== busyBefore && !busy) await showModels();
  [stateBefore, busyBefore] = [now.state, busy];
}

const ENDS = {
  taken: "Learnt.",
  refused: "Not taken: the model before goes on.",
  failed: "It failed.",
  interrupted: "Interrupted; it goes on where it was.",
};

const LATE = 120; // seconds; a Pi Zero needs a quarter of that to begin
const NOT_BEGUN = "It has not begun: `systemctl status pi_nn-train.path` on the Pi says why.";

function progressWords(now) {
  if (now.waiting) return now.waited < LATE ? "It begins within seconds." : NOT_BEGUN;
  if (now.state !== "running") return now.reason || ENDS[now.state];
  const left = now.seconds_left === null ? "" : `, ${Math.ceil(now.seconds_left)} s left`;
  const epoch = now.epochs ? ` (${now.epoch} of ${now.epochs})` : "";
  return `${now.doing || "learning"}${epoch}${left}`;
}

const [WIDE, HIGH, LEFT, TOP, BOTTOM] = [420, 180, 48, 24, 26];

const short = (loss) => Number(loss.toPrecision(2)).toString();

function curve(pairs, epochs) {
  const most = Math.max(...pairs.flat(), 1e-6);
  const across = (epoch) => LEFT + ((WIDE - LEFT - 6) * epoch) / Math.max(epochs, pairs.length - 1, 1);
  const down = (loss) => TOP + (HIGH - BOTTOM - TOP) * (1 - loss / most);
  const line = (of) => "M" + pairs.map((pair, epoch) => `${across(epoch).toFixed(1)} ${down(pair[of]).toFixed(1)}`).join("L");
  const text = (x, y, words, anchor) => svg("text", { x, y, "text-anchor": anchor }, words);
  const label = `Loss over ${pairs.length - 1} epochs; on held-out samples from ${short(pairs[0][1])} to ${short(pairs.at(-1)[1])}`;
  const drawn = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": label },
    svg("path", { class: "axis", d: `M${LEFT} ${TOP - 4}V${HIGH - BOTTOM}H${WIDE - 4}` }),
    text(LEFT - 6, TOP + 8, short(most), "end"), text(LEFT - 6, HIGH - BOTTOM, "0", "end"),
    text(WIDE - 6, HIGH - 6, "epochs", "end"), text(LEFT, 12, "loss", "middle"),
    svg("path", { class: "learnt", d: line(0) }), svg("path", { class: "held", d: line(1) }));
  const entry = (name, words) => element("span", {}, element("i", { class: `swatch ${name}` }), words);
  const legend = element("p", { class: "small legend" }, entry("learnt", "on what is learnt"), entry("held", "on your samples that are held out"));
  return [drawn, legend];
}

async function showModels() {
  const told = await ask("/api/models");
  $("models").replaceChildren(...told.models.map((model) => modelRow(model, told.wished)));
  $("rollback").disabled = told.before === null || told.wished;
  return told;
}

function modelRow(model, wished) {
  const name = model.number ? `model ${model.number}` : "the packaged one";
  const row = element("tr", model.current ? { class: "current" } : {});
  const about = model.fault ? "broken" : model.about;
  const last = element("td");
  if (model.current) last.append("reads now");
  else if (!model.fault) {
    const use = element("button", { type: "button", "aria-label": `Use ${name}` }, "Use");
    use.disabled = wished;
    when(use, () => wish("/api/use", { number: model.number }));
    last.append(use);
  }
  const misread = (model.misread ?? []).map((each) => element("small", {}, each));
  row.append(element("td", {}, name, element("small", {}, about)), element("td", {}, ...misread), last);
  return row;
}

const PATIENCE = 60; // seconds; a Pi Zero needs half of that
const NOT_OBEYED = "Nobody has obeyed: `systemctl status pi_nn-requests.path` on the Pi says why.";
const IN_VAIN = "The model before goes on: `journalctl -u pi_nn-requests` on the Pi says why.";

const reader = (told) => told.models.find((model) => model.current)?.number;

async function wish(path, said) {
  const before = reader(await showModels());
  await change(path, said);
  say("wished: it is obeyed within seconds");
  for (let tries = 0; tries < PATIENCE; tries++) {
    const told = await showModels();
    if (reader(told) !== before) return say("another model reads now");
    if (tries === PATIENCE - 1) throw new Error(told.wished ? NOT_OBEYED : IN_VAIN);
    await pause(1000);
  }
}

when($("rollback"), () => wish("/api/rollback", {}));

async function watch() {
  let lost = false;
  for (;;) {
    if (document.hidden) await new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
    try {
      await renewRecent();
      await showProgress();
      if (lost) notice();
      lost = false;
    } catch (error) {
      lost = true;
      notice(error.message);
    }
    await pause(1000);
  }
}

showSamples().catch((error) => notice(error.message));
watch();
