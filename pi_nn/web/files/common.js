// What all pages share: asking the Pi, saying something, and drawing bars and LEDs.

const token = document.querySelector("meta[name=token]").content;
export const $ = (id) => document.getElementById(id);
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
export const percent = (share) => `${Math.round(100 * share)} %`;
export const withArticle = (digit) => `${digit === 8 ? "an" : "a"} ${digit}`;
export const TOO_LARGE = "This file is too large to be taken.";
export const named = (label) => (label === 10 || label === null || label === "none" ? "no digit" : String(label));

// Asks for JSON; throws an Error with a line for people. Who is not logged in any more is led to where one is.
export async function ask(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: { "X-Token": token, ...options.headers } }).catch(() => {
    throw Object.assign(new Error("The page's server does not answer."), { unanswered: true });
  });
  if (answer.status === 401) location.reload();
  const unsaid = answer.status === 413 ? TOO_LARGE : `Answer ${answer.status}.`;
  const told = await answer.json().catch(() => ({ error: unsaid }));
  if (!answer.ok) throw new Error(told.error || unsaid);
  told.again = Number(answer.headers.get("X-Again")) || 0;
  told.live = answer.headers.get("X-Live") === "1";
  return told;
}

export function change(path, said = {}) {
  return ask(path, { method: "POST", body: JSON.stringify(said), headers: { "Content-Type": "application/json" } });
}

// A sentence in which `this` is a command.
export function withCode(text) {
  return text.split("`").map((part, at) => (at % 2 ? element("code", {}, part) : part));
}

// Shows what went wrong, or nothing any more.
export function notice(text = "") {
  const place = $("notice");
  if (place.dataset.text !== text) place.replaceChildren(...withCode(text));
  place.dataset.text = text;
  place.hidden = !text;
}

// Does something when a button is pressed, and says what went wrong.
export function when(button, act) {
  button.addEventListener("click", async () => {
    try {
      notice();
      await act();
    } catch (error) {
      notice(error.message);
    }
  });
}

// For screen readers: one sentence at a time, and only the latest, with a pause between two.
let waiting = "";
let quietUntil = 0;
export function say(text) {
  const begins = !waiting;
  waiting = text;
  if (!begins) return;
  setTimeout(() => {
    $("say").textContent = waiting;
    waiting = "";
    quietUntil = Date.now() + 3000;
  }, Math.max(0, quietUntil - Date.now()));
}

// An element with attributes and children: element("p", { class: "small" }, "text").
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) if (value !== false) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function picture(source, alt, more = {}) {
  return element("img", { src: source, alt, class: "pixels", ...more });
}

// Eleven bars; made once, then moved. threshold: where the line stands, or null.
export function showBars(place, scores, winner, threshold = null) {
  if (!place.children.length) {
    for (let label = 0; label < 11; label++) place.append(bar(label, threshold));
  }
  scores.forEach((score, label) => {
    const row = place.children[label];
    row.classList.toggle("winner", label === winner);
    row.querySelector("i").style.width = `${100 * score}%`;
    row.lastChild.textContent = percent(score);
  });
}

function bar(label, threshold) {
  const track = element("span", { class: "track", "aria-hidden": "true" }, element("i"));
  if (threshold !== null) {
    const line = element("b");
    line.style.left = `${100 * threshold}%`;
    track.append(line);
  }
  return element("div", { class: "bar", role: "listitem" }, element("span", {}, named(label)), track, element("span"));
}

// A box (x, y, width, height) of a picture of this size, over the picture however large it is shown.
export function place(mark, box, size) {
  mark.style.left = `${(100 * box[0]) / size[0]}%`;
  mark.style.top = `${(100 * box[1]) / size[1]}%`;
  mark.style.width = `${(100 * box[2]) / size[0]}%`;
  mark.style.height = `${(100 * box[3]) / size[1]}%`;
}

const SEGMENTS = {
  a: "M14 4h32l-6 8H20z", b: "M49 7v33l-4 4-4-5V15z", c: "M49 50v33l-8-8V51l4-5z", d: "M14 86h32l-6-8H20z",
  e: "M11 83V50l4-4 4 5v24z", f: "M11 40V7l8 8v24l-4 5z", g: "M20 41h20l4 4-4 4H20l-4-4z",
};
const DIGITS = ["abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg"];

const lamp = (on) => (on ? "on" : "off");

function segments(digit, unsure) {
  const lit = unsure ? "g" : digit === null ? "" : DIGITS[digit];
  const parts = Object.entries(SEGMENTS).map(([name, d]) => svg("path", { d, class: lamp(lit.includes(name)) }));
  return svg("svg", { viewBox: "6 0 48 90", class: "segments", "aria-hidden": "true" }, ...parts);
}

function row(names, isLit) {
  const lamps = names.flatMap((name, place) => [
    svg("circle", { cx: 12 + 24 * place, cy: 12, r: 8, class: lamp(isLit(place)) }),
    Object.assign(svg("text", { x: 12 + 24 * place, y: 36 }), { textContent: name }),
  ]);
  const wide = 24 * names.length;
  return svg("svg", { viewBox: `0 0 ${wide} 40`, width: wide, height: 40, "aria-hidden": "true" }, ...lamps);
}

const DISPLAYS = {
  segments,
  leds: (digit, unsure) => row([..."0123456789"], (place) => unsure || place === digit),
  binary: (digit, unsure) => row(["8", "4", "2", "1"], (place) => unsure || isBit(digit, 8 >> place)),
};

// Zero is ten in binary: all dark would be no digit.
const isBit = (digit, bit) => digit !== null && Boolean((digit || 10) & bit);

// The displays of the settings, or seven segments where there are none, lit as the LEDs are.
export function showLeds(where, digit, unsure, displays = ["segments"]) {
  const shown = `${digit} ${unsure} ${displays}`;
  if (where.dataset.shown === shown) return;
  where.dataset.shown = shown;
  where.replaceChildren(...displays.map((name) => DISPLAYS[name](digit, unsure)));
}

const leave = $("leave");
if (leave) when(leave, () => change("/leave").then(() => location.assign("/login")));
