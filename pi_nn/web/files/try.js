// The page "Try": a drawing or a photograph goes the way of a camera's frame, and every step is shown.

import { $, TOO_LARGE, ask, element, named, notice, picture, place, say, showBars, showLeds, when } from "./common.js";

const paper = $("paper");
const pen = paper.getContext("2d");
const WIDTH = 15; // of the pen, pixels of the paper
const KEY_STEP = 12;
const LARGE = 1_000_000; // bytes: a larger photograph is made smaller here, which is quicker than there
const SIDE = 1600; // pixels of such a one's longer side
let at = null; // where the pen is down
let byKeys = { x: 240, y: 100, down: false };

function clear() {
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, paper.width, paper.height);
  byKeys = { x: 240, y: 100, down: false };
  showPen(false);
}

// Where the pen is that the keys move, down or lifted.
function showPen(visible) {
  const mark = $("pen");
  mark.hidden = !visible;
  mark.style.left = `${(100 * byKeys.x) / paper.width}%`;
  mark.style.top = `${(100 * byKeys.y) / paper.height}%`;
  mark.classList.toggle("down", byKeys.down);
}

function line(from, to) {
  pen.strokeStyle = "#222";
  pen.lineWidth = WIDTH;
  pen.lineCap = "round";
  pen.beginPath();
  pen.moveTo(from.x, from.y);
  pen.lineTo(to.x, to.y);
  pen.stroke();
}

function spot(event) {
  const shown = paper.getBoundingClientRect();
  return {
    x: ((event.clientX - shown.left) * paper.width) / shown.width,
    y: ((event.clientY - shown.top) * paper.height) / shown.height,
  };
}

paper.addEventListener("pointerdown", (event) => {
  paper.setPointerCapture(event.pointerId);
  at = spot(event);
  showPen(false);
  line(at, at);
});
paper.addEventListener("pointermove", (event) => {
  if (!at) return;
  for (const each of event.getCoalescedEvents?.() ?? [event]) {
    const to = spot(each);
    line(at, to);
    at = to;
  }
});
for (const name of ["pointerup", "pointercancel"]) paper.addEventListener(name, () => (at = null));

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

paper.addEventListener("keydown", (event) => {
  if (event.key in ARROWS) {
    const [across, down] = ARROWS[event.key];
    const to = { x: byKeys.x + across * KEY_STEP, y: byKeys.y + down * KEY_STEP, down: byKeys.down };
    if (to.x < 0 || to.y < 0 || to.x > paper.width || to.y > paper.height) return;
    if (byKeys.down) line(byKeys, to);
    byKeys = to;
  } else if (event.key === " ") {
    byKeys.down = !byKeys.down;
    if (byKeys.down) line(byKeys, byKeys);
    say(byKeys.down ? "pen down" : "pen up");
  } else if (event.key === "Enter") {
    $("read").click();
  } else {
    return;
  }
  showPen(true);
  event.preventDefault();
});
paper.addEventListener("blur", () => showPen(false));

when($("clear"), clear);
when($("read"), async () => read(await new Promise((done) => paper.toBlob(done))));

$("file").addEventListener("change", () => give($("file").files[0]));
$("drop").addEventListener("dragover", (event) => {
  event.preventDefault();
  $("drop").classList.add("over");
});
$("drop").addEventListener("dragleave", () => $("drop").classList.remove("over"));
$("drop").addEventListener("drop", (event) => {
  event.preventDefault();
  $("drop").classList.remove("over");
  give(event.dataTransfer.files[0]);
});

async function give(file) {
  if (!file) return;
  try {
    notice();
    await read(file.size > LARGE ? await smaller(file) : file);
  } catch (error) {
    notice(error.message);
  }
  $("file").value = "";
}

// The photograph with fewer pixels; as it is where the browser cannot decode it: the Pi then says what is wrong.
async function smaller(file) {
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) return file;
  const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
  const canvas = element("canvas", { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
}

async function read(content) {
  const section = document.querySelector(".result");
  section.setAttribute("aria-busy", "true");
  try {
    const body = await content.arrayBuffer();
    const headers = { "Content-Type": "application/octet-stream" };
    const told = await ask("/api/try", { method: "POST", body, headers }).catch((error) => {
      // What is far too large is refused while it is being sent, and the browser then sees no answer.
      throw error.unanswered && body.byteLength > LARGE ? new Error(TOO_LARGE) : error;
    });
    show(told);
    say(`It reads ${told.reading}`);
  } finally {
    section.setAttribute("aria-busy", "false");
  }
}

function show(told) {
  const leds = element("div", { class: "leds" });
  showLeds(leds, told.digit, false);
  const verdict = element("div", { class: "verdict" }, leds, element("p", { class: "words" }, told.reading));
  const steps = element("div", { class: "steps" }, ...["picture", "contrast", "ink", "shapes"].map((name) => step(told, name)));
  $("result").replaceChildren(verdict, steps, list(told), ...glyph(told));
}

function step(told, name) {
  const kind = told.dark_ink ? "darker" : "lighter";
  const [number, words] = {
    picture: [1, "the picture, and what is read in it"],
    contrast: [2, `how much ${kind} than the paper beside it`],
    ink: [3, `ink: ${Math.round(100 * told.ink_share)} % and more of the strongest nearby`],
    shapes: [4, "shapes of ink, and what became of them"],
  }[name];
  const screen = element("div", { class: "screen" }, picture(name === "shapes" ? told.picture : told[name], words, { class: "" }));
  const boxes = { picture: told.shapes.filter((each) => each.came_to === "taken"), shapes: told.shapes }[name] ?? [];
  for (const shape of [...boxes].reverse()) {
    const mark = element("div", { class: `box n ${shape.came_to}`, "data-number": shape.number });
    place(mark, shape.box, told.size);
    screen.append(mark);
  }
  return element("figure", {}, element("figcaption", {}, element("span", { class: "step" }, number), ` ${words}`), screen);
}

function list(told) {
  if (!told.shapes.length) return element("p", { class: "small" }, "There is no shape of ink.");
  const lines = told.shapes.map((each) => element("li", { class: each.came_to },
    element("span", {}, each.number), element("span", {}, each.dark ? "dark" : "light"),
    element("span", { title: "evidence that it is a digit, 0 to 1" }, each.evidence.toFixed(2)), element("span", {}, each.words)));
  const more = told.more ? [element("p", { class: "small" }, `and ${told.more} more: nearly the same boxes, or less like a digit`)] : [];
  return element("div", {}, element("ol", { class: "shapes", "aria-label": "Shapes: number, ink, evidence, what became of it" }, ...lines), ...more);
}

function glyph(told) {
  const looked = told.shapes.find((each) => each.came_to === "taken") ?? told.shapes.find((each) => each.scores);
  if (!looked?.glyph || !looked.scores) return [];
  const bars = element("div", { class: "bars", role: "list", "aria-label": "Scores" });
  const best = looked.scores.indexOf(Math.max(...looked.scores));
  showBars(bars, looked.scores, best, told.threshold);
  const square = element("div", { class: "screen square" }, picture(looked.glyph, `The glyph, read as ${named(best)}`));
  const caption = (number, words) => element("h3", {}, element("span", { class: "step" }, number), ` ${words}`);
  return [element("div", { class: "read-row" },
    element("div", {}, caption(5, "the glyph"), square), element("div", {}, caption(6, "its scores"), bars))];
}

clear();
