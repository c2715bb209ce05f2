// SPDX-License-Identifier: Apache-2.0
// Pixel rows as pictures: weights in a diverging colour map around 0, samples in grey.
import { element, formatCount, formatNumber } from "./page.js";

/** Bytes 0..254 span low..high of a picture, so that 127 is exactly the middle; 255 is a missing value. */
const top = 254;
const missing = 255;

const diverging = {
  light: ["#0b3c8a", "#3f7fc4", "#a9cbe8", "#f7f7f7", "#f5b9a0", "#d65244", "#8a0f1e"],
  dark: ["#9ad0ff", "#4a97dd", "#21507c", "#15181b", "#7c3626", "#e0684a", "#ffc2a1"],
};
const grey = { light: ["#000000", "#ffffff"], dark: ["#000000", "#ffffff"] };

/** 255 colours between the given ones, as [red, green, blue]. */
function colorTable(stops) {
  const colors = stops.map((stop) => [1, 3, 5].map((at) => parseInt(stop.slice(at, at + 2), 16)));
  return Array.from({ length: top + 1 }, (_, index) => {
    const position = (index / top) * (colors.length - 1);
    const from = Math.min(Math.floor(position), colors.length - 2);
    return colors[from].map((channel, at) => Math.round(channel + (colors[from + 1][at] - channel) * (position - from)));
  });
}

function decode(picture) {
  const text = atob(picture.pixels);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const valueOf = (picture, byte) => (byte === missing ? null : picture.low + (byte / top) * (picture.high - picture.low));

/** Widths that divide the pixels, so that a wrong guess can be put right; none where the node has scaled the pictures down. */
function possibleWidths(pixels) {
  return Array.from({ length: pixels }, (_, index) => index + 1).filter((width) => pixels % width === 0);
}

/** Paints a picture's bytes on a canvas of its size; missing pixels stay clear. */
function paintPicture(canvas, picture, bytes, colors, [low, high]) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  bytes.forEach((byte, pixel) => {
    const value = valueOf(picture, byte);
    if (value !== null) {
      const share = high > low ? (value - low) / (high - low) : 0.5;
      image.data.set(colors[Math.round(share * top)], pixel * 4);
      image.data[pixel * 4 + 3] = 255;
    }
  });
  context.putImageData(image, 0, 0);
}

/** One of the pictures of a group of samples, see `pictureGrid`. */
export function picture(group, index) {
  const canvas = element("canvas", { class: "picture", width: group.width, height: group.height, "aria-hidden": "true" });
  const one = group.images[index];
  paintPicture(canvas, one, decode(one), colorTable(grey.light), [one.low, one.high]);
  return canvas;
}

/**
 * Appends a grid of pictures. `data`: { kind: "weights" | "samples", width, height, scaledFrom: [width, height] | null,
 * total, images: [{ label, detail, low, high, pixels }] } with pixels as base64 of bytes 0..254, 255 missing.
 */
export function pictureGrid(page, parent, data) {
  const { images } = data;
  const weights = data.kind === "weights";
  const what = weights ? "unit" : "image";
  if (images.length === 0) {
    parent.append(element("p", { class: "summary" }, weights ? "There are no units to show." : "There are no images to show."));
    return;
  }
  const bytes = images.map(decode);
  const pixels = bytes[0].length;
  let { width } = data;
  let common = !weights;

  const lowest = images.reduce((least, { low }) => Math.min(least, low), Infinity);
  const highest = images.reduce((most, { high }) => Math.max(most, high), -Infinity);
  let colors;
  const setColors = () => {
    const theme = page.main.dataset.theme;
    colors = colorTable((weights ? diverging : grey)[theme]);
  };
  setColors();

  const summary = element("p", { class: "summary" });
  const tools = element("div", { class: "tools" });
  const list = element("ul", { class: "images", "aria-label": weights ? "Receptive fields" : "Images" });
  const scaleBar = element("canvas", { width: top + 1, height: 1, role: "img", "aria-label": "Colour scale" });
  const scaleLow = element("span");
  const scaleHigh = element("span");

  const shown = images.length < data.total ? `The first ${formatCount(images.length)} of ${formatCount(data.total)} ${what}s` : `${formatCount(images.length)} ${what}${images.length === 1 ? "" : "s"}`;
  function describe() {
    const size = data.scaledFrom
      ? `${data.scaledFrom[0]} × ${data.scaledFrom[1]} pixels each, drawn at ${data.width} × ${data.height}`
      : `${width} × ${pixels / width} pixels each`;
    summary.textContent = `${shown}, ${size}.`;
  }

  const paint = (index) => paintPicture(items[index].firstChild, images[index], bytes[index], colors,
    common ? [lowest, highest] : [images[index].low, images[index].high]);

  // Pictures are painted when they come into sight: a thousand units must not hold the page.
  const painted = new Set();
  const sight = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      const index = items.indexOf(target);
      if (isIntersecting && !painted.has(index)) {
        painted.add(index);
        paint(index);
      }
    }
  }, { rootMargin: "200px", scrollMargin: "200px" });
  const repaint = () => painted.forEach(paint);

  function paintScale() {
    const context = scaleBar.getContext("2d");
    const image = context.createImageData(top + 1, 1);
    colors.forEach((color, index) => {
      image.data.set([...color, 255], index * 4);
    });
    context.putImageData(image, 0, 0);
    const round = (value) => formatNumber(Math.abs(value) < (highest - lowest) / 1000 ? 0 : value, 3);
    const each = weights ? ["−max", "+max"] : ["lowest", "highest"];
    [scaleLow.textContent, scaleHigh.textContent] = common ? [round(lowest), round(highest)] : each;
  }

  const items = images.map(({ label, detail, low, high }, index) => {
    const canvas = element("canvas", { "aria-hidden": "true" });
    const values = weights ? `weights up to ±${formatNumber(high, 3)}` : `values ${formatNumber(low, 3)} to ${formatNumber(high, 3)}`;
    return element("li", { tabindex: index === 0 ? "0" : "-1", "aria-label": [label, detail, values].filter(Boolean).join(", ") },
      canvas, element("span", { "aria-hidden": "true" }, label || detail));
  });

  function shape() {
    list.style.setProperty("--shape", pixels / width / width);
    items.forEach((item) => {
      item.firstChild.width = width;
      item.firstChild.height = pixels / width;
    });
    describe();
    repaint();
  }

  function showValue(index, event) {
    const { label, detail, low, high } = images[index];
    const lines = [element("b", {}, label || detail)];
    if (label && detail) {
      lines.push(detail);
    }
    const frame = items[index].firstChild.getBoundingClientRect();
    const at = event
      ? [Math.floor(((event.clientX - frame.left) / frame.width) * width), Math.floor(((event.clientY - frame.top) / frame.height) * (pixels / width))]
      : [-1, -1];
    if (at[0] >= 0 && at[0] < width && at[1] >= 0 && at[1] < pixels / width) {
      const value = valueOf(images[index], bytes[index][at[1] * width + at[0]]);
      const place = data.scaledFrom ? "Around" : "Pixel";
      lines.push(`${place} column ${at[0] + 1}, row ${at[1] + 1}: ${value === null ? "missing" : formatNumber(value, 3)}`);
    }
    lines.push(`From ${formatNumber(low, 3)} to ${formatNumber(high, 3)}`);
    page.tooltip.show(event?.clientX ?? frame.left + frame.width / 2, event?.clientY ?? frame.bottom, lines);
  }

  const itemOf = (event) => items.indexOf(event.target.closest("li"));
  const listen = (target, name, listener) => target.addEventListener(name, listener, { signal: page.signal });
  listen(list, "pointermove", (event) => (itemOf(event) >= 0 ? showValue(itemOf(event), event) : page.tooltip.hide()));
  listen(list, "pointerleave", () => page.tooltip.hide());
  listen(list, "focusin", (event) => event.target.matches(":focus-visible") && showValue(itemOf(event)));
  listen(list, "focusout", () => page.tooltip.hide());
  listen(list, "keydown", (event) => {
    const at = itemOf(event);
    const columns = getComputedStyle(list).gridTemplateColumns.split(" ").length;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Home: -at, End: items.length - 1 - at }[event.key];
    const to = items[at + step];
    if (to) {
      event.preventDefault();
      items[at].tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    }
  });

  function side(value) {
    list.style.setProperty("--side", `${value}px`);
  }
  const startSide = images.length > 30 ? 60 : 80;
  const zoom = element("input", { type: "range", min: 24, max: 240, step: 4, value: startSide });
  listen(zoom, "input", () => side(zoom.value));
  side(startSide);
  tools.append(element("label", {}, "Size", zoom));

  const widths = data.scaledFrom ? [] : possibleWidths(pixels);
  if (widths.length > 2) {
    const chooser = element("select", {}, ...widths.map((value) => element("option", { value, selected: value === width }, String(value))));
    listen(chooser, "change", () => {
      width = Number(chooser.value);
      shape();
    });
    tools.append(element("label", {}, "Image width", chooser));
  }
  const contrast = element("select", {}, element("option", { value: "each", selected: !common }, `each ${what}`),
    element("option", { value: "common", selected: common }, `all ${what}s`));
  listen(contrast, "change", () => {
    common = contrast.value === "common";
    paintScale();
    repaint();
  });
  tools.append(element("label", {}, "Contrast over", contrast));
  tools.append(element("span", { class: "scale" }, scaleLow, scaleBar, scaleHigh));

  list.append(...items);
  parent.append(summary, tools, list);
  shape();
  paintScale();
  items.forEach((item) => sight.observe(item));
  page.onTheme(() => {
    setColors();
    paintScale();
    repaint();
  });
  page.cleanup(() => sight.disconnect());
}
