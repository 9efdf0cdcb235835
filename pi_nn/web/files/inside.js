// The page "Inside": what the network's layers see, what they look for, and where it is wrong.

import { $, ask, element, named, notice, percent, picture, say, showBars, withCode } from "./common.js";

const OWN = [["", "the last one read"], ...[..."0123456789"].map((digit) => [digit, `a drawn ${digit}`])];
for (const [value, words] of OWN) $("of").append(element("option", { value }, words));

async function showLayers() {
  notice();
  const of = $("of").value;
  const told = await ask(`/api/inside?of=${of}`).catch((error) => {
    if (of) throw error;
    $("of").value = "3"; // nothing was read yet: something is shown all the same
    return ask("/api/inside?of=3");
  });
  $("glyph").src = told.glyph;
  $("layers").replaceChildren(...told.layers.map(layer));
  const best = told.scores.indexOf(Math.max(...told.scores));
  showBars($("bars"), told.scores, best);
  say(`read as ${named(best)}`);
  const tiles = told.weights.map((each, unit) => tile(each, `The pattern of unit ${unit}`));
  $("weights").replaceChildren(...(tiles.length ? tiles : [element("p", {}, "They make no pictures in this network.")]));
}

function layer(told, number) {
  const screen = element("div", { class: `screen${told.units ? " units" : ""}` }, picture(told.picture, `Values of the layer ${told.name}`));
  return element("li", {}, element("h3", {}, `${number + 1}  ${told.name}`), element("p", { class: "small" }, `${told.words}; the strongest is ${told.largest}`), screen);
}

function tile(source, alt, ...words) {
  return element("figure", {}, picture(source, alt), ...(words.length ? [element("figcaption", {}, ...words)] : []));
}

const WAYS = {
  backwards: "Asked backwards (backquery): from a sure answer through every layer's inverse to what should have gone in.",
  uphill: "This network has layers that cannot be turned round. So it is asked in small steps: beginning with noise, forty times what would make it surer of the digit, with as little ink as that takes. Dark is ink.",
};

async function showDigits() {
  $("digits-words").textContent = "On a Pi Zero this takes a minute, once for each model …";
  const told = await ask("/api/digits");
  $("digits-words").textContent = WAYS[told.way];
  $("digits").replaceChildren(...told.pictures.map((each, digit) => tile(each, `What it thinks a ${digit} is`, String(digit))));
}

async function showMistakes() {
  const told = await ask("/api/mistakes");
  if (told.none) return $("mistakes-words").replaceChildren(...withCode(told.none));
  const shown = told.worst.length;
  const all = `${told.wrong} of ${told.count} glyphs of “${told.what}”`;
  const which = shown < told.wrong ? `The worst ${shown} are shown` : "All are shown";
  $("mistakes-words").textContent = `Taken for something else, by the highest score: ${all} (${told.date}). ${shown ? which + UNDER_EACH : ""}`;
  $("mistakes").replaceChildren(...told.worst.map(mistake));
}

const UNDER_EACH =
  ", the worst first; under each what it is → what it was taken for, and by how much that score is the higher. Those that it is not sure of would be refused.";

function mistake(told) {
  const [label, read] = [named(told.label), named(told.read)];
  return tile(told.glyph, `${label}, taken for ${read}`, `${label} → ${read}`, element("small", {}, percent(told.sure)));
}

const into = (id) => (error) => ($(id).textContent = error.message);

$("of").addEventListener("change", () => showLayers().catch((error) => notice(error.message)));
showLayers().catch((error) => notice(error.message));
showMistakes().catch(into("mistakes-words"));
showDigits().catch(into("digits-words"));
