// The page "Live": asks for each new frame as long as somebody looks, and not at all in a tab that is hidden.

import { $, ask, notice, pause, percent, place, say, showBars, showLeds, withArticle } from "./common.js";

const viewer = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16)).join("");
const RETRY = 2000; // milliseconds
let last = "";
let said = "";
const times = [];

async function watch() {
  for (;;) {
    if (document.hidden) await new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
    await pause(await look());
  }
}

async function look() {
  try {
    const seen = await ask(`/api/live?viewer=${viewer}&after=${last}`);
    if ("frame" in seen) show(seen);
    return seen.again || RETRY;
  } catch (error) {
    notice(error.message);
    return RETRY;
  }
}

function show(seen) {
  last = seen.frame;
  notice(seen.fault || (seen.stale ? "The reader stands still: `journalctl -u pi_nn` says why." : ""));
  if (!("digit" in seen)) return;
  for (const name of ["picture", "ink", "glyph"]) {
    if (seen[name]) $(name).src = seen[name];
    $(name).hidden = !seen[name] && (name === "glyph" || !$(name).src);
  }
  $("box").hidden = !seen.box;
  if (seen.box) place($("box"), seen.box, seen.size);
  if (seen.picture) $("screen").style.aspectRatio = seen.size.join(" / ");
  const winner = seen.digit ?? (seen.unsure ? null : 10);
  showBars($("bars"), seen.scores, winner, seen.threshold);
  showLeds($("leds"), seen.digit, seen.unsure, seen.displays);
  $("words").textContent = words(seen);
  $("model").textContent = seen.model ? `Read with ${seen.model}.` : "";
  $("others").textContent = seen.live ? "" : "Others are watching: you see one frame a second.";
  if (seen.picture) count();
  announce(seen);
}

function words(seen) {
  if (seen.unsure) return `something that is no sure digit (${percent(seen.confidence)})`;
  if (seen.digit === null) return "no digit";
  return withArticle(seen.digit) + (seen.confidence < seen.threshold ? ", just now" : ` (${percent(seen.confidence)})`);
}

function announce(seen) {
  const now = seen.unsure ? "unsure" : seen.digit === null ? "no digit" : withArticle(seen.digit);
  if (now !== said) say(now);
  said = now;
}

function count() {
  times.push(performance.now());
  if (times.length > 17) times.shift();
  const passed = times.at(-1) - times[0];
  $("rate").textContent = passed ? `${((1000 * (times.length - 1)) / passed).toFixed(1)} a second` : "";
}

showLeds($("leds"), null, false);
watch();
