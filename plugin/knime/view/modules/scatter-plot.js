// SPDX-License-Identifier: Apache-2.0
// Rows as points of a map. A unit is as long across as up, since only distances mean something; so there are no axes.
import { element, formatCount, formatNumber } from "./page.js";
import { picture } from "./pictures.js";

/** Colours that are told apart by those who see few (after Okabe and Ito); what is beyond them gets squares. */
const palette = {
  light: ["#0072b2", "#d55e00", "#009e73", "#b4559a", "#b07c00", "#3f9fd8", "#7a4a1e", "#5e3c99", "#b2182b", "#6b6b00"],
  dark: ["#4aa8e8", "#ff8c42", "#3fd0a5", "#e8a3d0", "#f5c04a", "#a5dcfb", "#c9a36a", "#b39ddb", "#ef7d8a", "#d2d25a"],
};
const most = 2 * palette.light.length;
/** From low to high, for numbers. */
const ramp = {
  light: ["#440154", "#414487", "#2a788e", "#22a884", "#8fc93a"],
  dark: ["#6a5acd", "#4aa0d8", "#35b779", "#9fda3a", "#fde725"],
};
/** How near the pointer must be to a point, in pixels. */
const reach = 12;
const nearestZoom = 200;

function mix(stops, share) {
  const position = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const from = Math.min(Math.floor(position), stops.length - 2);
  const part = (stop, at) => parseInt(stops[stop].slice(at, at + 2), 16);
  return `#${[1, 3, 5].map((at) => Math.round(part(from, at) + (part(from + 1, at) - part(from, at)) * (position - from)).toString(16).padStart(2, "0")).join("")}`;
}

/** The kinds of points that a column makes: [{ label, color, square, rows }], and the kind of each row. */
function kindsOf(column, count, theme, muted) {
  if (!column) {
    return { kinds: [{ label: null, color: palette[theme][0], square: false }], of: new Array(count).fill(0) };
  }
  if (column.names) {
    const counts = column.names.map((label, index) => ({ label, index, rows: 0 }));
    column.values.forEach((value) => value !== null && counts[value].rows++);
    const largest = [...counts].sort((a, b) => b.rows - a.rows || a.index - b.index).slice(0, counts.length > most ? most - 1 : most);
    const told = counts.filter((one) => largest.includes(one));
    const kinds = told.map(({ label }, at) => ({ label, color: palette[theme][at % palette[theme].length], square: at >= palette[theme].length }));
    const place = new Map(told.map(({ index }, at) => [index, at]));
    const rest = counts.length > told.length ? kinds.push({ label: `${formatCount(counts.length - told.length)} others`, color: muted, square: false }) - 1 : -1;
    const none = column.values.includes(null) ? kinds.push({ label: "Missing", color: muted, square: true }) - 1 : -1;
    return { kinds, of: column.values.map((value) => (value === null ? none : place.get(value) ?? rest)) };
  }
  const measured = column.values.filter((value) => value !== null);
  const [low, high] = [Math.min(...measured), Math.max(...measured)];
  const steps = 24;
  const kinds = Array.from({ length: steps }, (_, step) => ({ label: null, color: mix(ramp[theme], step / (steps - 1)), square: false }));
  if (measured.length < count) {
    kinds.push({ label: "Missing", color: muted, square: true });
  }
  const stepOf = (value) => (high > low ? Math.min(steps - 1, Math.floor(((value - low) / (high - low)) * steps)) : 0);
  return { kinds, range: measured.length > 0 ? [low, high] : null, of: column.values.map((value) => (value === null ? steps : stepOf(value))) };
}

function swatch({ color, square }) {
  const mark = element("i", { class: "mark", "aria-hidden": "true" });
  mark.style.background = color;
  mark.style.borderRadius = square ? "0" : "50%";
  return mark;
}

/**
 * Appends the map. `map`: { rows, keys, coordinates: [numbers a dimension], colours: [{ name, values: numbers or null } or
 * { name, names, values: indices of names or null }], pictures: [one group or none, see `pictureGrid`] }.
 */
export function scatterPlot(page, parent, map) {
  const count = map.keys.length;
  if (count === 0) {
    parent.append(element("p", { class: "summary" }, "There are no rows to show: none has a place."));
    return;
  }
  const dimensions = map.coordinates.length;
  const [group] = map.pictures;
  const theme = () => page.main.dataset.theme;
  const state = { column: map.colours.length > 0 ? 0 : -1, across: 0, up: Math.min(1, dimensions - 1), alone: null, at: null };
  let points;
  let view;
  let size = { width: 0, height: 0 };

  const drawnText = count < map.rows ? `${formatCount(count)} of ${formatCount(map.rows)} rows, chosen at random` : `${formatCount(count)} ${count === 1 ? "row" : "rows"}`;
  const dimensionText = dimensions === 1 ? " One coordinate, from left to right." : "";
  const summary = element("p", { class: "summary" }, `${drawnText}.${dimensionText} Near rows are alike; how far apart groups lie says less. Drag or turn the wheel to zoom in, double-click to see all.`);
  const tools = element("div", { class: "tools" });
  const canvas = element("canvas");
  const frame = element("div", { class: "frame", hidden: true });
  const plot = element("div", { class: "map", role: "img", tabindex: "0" }, canvas, frame);
  const spoken = element("div", { class: "hidden", "aria-live": "polite" });
  const legend = element("ul", { class: "legend" });
  parent.append(summary, tools, element("figure", { class: "chart" }, plot, spoken, element("figcaption", {}, legend)));

  const listen = (target, name, listener, options = {}) => target.addEventListener(name, listener, { signal: page.signal, ...options });

  function select(label, names, chosen, changed) {
    const made = element("select", {}, ...names.map(([value, text]) => element("option", { value, selected: value === chosen }, text)));
    listen(made, "change", () => changed(Number(made.value)));
    tools.append(element("label", {}, label, made));
  }
  const button = (text, label, pressed) => {
    const made = element("button", { type: "button", "aria-label": label }, text);
    listen(made, "click", pressed);
    return made;
  };

  /** Places in a square of side 1 around 0; a map of one dimension gets a second that only keeps points apart. */
  function place() {
    const xs = map.coordinates[state.across];
    const ys = dimensions > 1 ? map.coordinates[state.up] : xs.map((_, row) => ((row * 0.618034) % 1) * 0.1);
    const ends = (values) => values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
    const [[left, right], [bottom, top]] = [ends(xs), ends(ys)];
    const side = dimensions > 1 ? Math.max(right - left, top - bottom) || 1 : right - left || 1;
    points = xs.map((x, row) => ({ x: (x - (left + right) / 2) / side, y: -((dimensions > 1 ? ys[row] - (bottom + top) / 2 : (ys[row] - 0.05) * side) / side) }));
    const extent = [(right - left) / side || 0.1, dimensions > 1 ? (top - bottom) / side || 0.1 : 0.1];
    points.extent = extent;
    showAll();
  }

  function showAll() {
    view = { x: 0, y: 0, zoom: 1 };
  }

  /** Pixels for one unit of the square, so that the whole map fits with a margin. */
  function unit() {
    const margin = 16;
    return Math.min((size.width - 2 * margin) / points.extent[0], (size.height - 2 * margin) / points.extent[1]) * view.zoom;
  }
  const toPixel = ({ x, y }) => ({ x: (x - view.x) * unit() + size.width / 2, y: (y - view.y) * unit() + size.height / 2 });
  const toPlace = ({ x, y }) => ({ x: (x - size.width / 2) / unit() + view.x, y: (y - size.height / 2) / unit() + view.y });

  let coloured;
  const radius = () => Math.min(4.5, Math.max(2, 60 / Math.sqrt(count))) * Math.min(1.8, Math.sqrt(Math.sqrt(view.zoom)));

  function draw() {
    const context = canvas.getContext("2d");
    const ratio = devicePixelRatio;
    canvas.width = Math.round(size.width * ratio);
    canvas.height = Math.round(size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    const paths = coloured.kinds.map(() => new Path2D());
    const r = radius();
    points.forEach((point, row) => {
      const at = toPixel(point);
      if (at.x < -r || at.y < -r || at.x > size.width + r || at.y > size.height + r) {
        return;
      }
      const path = paths[coloured.of[row]];
      if (coloured.kinds[coloured.of[row]].square) {
        path.rect(at.x - r * 0.9, at.y - r * 0.9, r * 1.8, r * 1.8);
      } else {
        path.moveTo(at.x + r, at.y);
        path.arc(at.x, at.y, r, 0, 2 * Math.PI);
      }
    });
    coloured.kinds.forEach(({ color }, kind) => {
      context.globalAlpha = state.alone === null || state.alone === kind ? 0.8 : 0.08;
      context.fillStyle = color;
      context.fill(paths[kind]);
    });
    context.globalAlpha = 1;
    if (state.at !== null) {
      const at = toPixel(points[state.at]);
      context.strokeStyle = page.color("text");
      context.lineWidth = 2;
      context.beginPath();
      context.arc(at.x, at.y, r + 3, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  function colour() {
    coloured = kindsOf(map.colours[state.column], count, theme(), page.color("muted"));
    state.alone = null;
    legend.replaceChildren();
    coloured.kinds.forEach((kind, index) => {
      if (kind.label === null) {
        return;
      }
      const entry = element("button", { type: "button", "aria-pressed": "false", title: "See these alone" }, swatch(kind), kind.label);
      listen(entry, "click", () => {
        state.alone = state.alone === index ? null : index;
        legend.querySelectorAll("button").forEach((one) => one.setAttribute("aria-pressed", String(one === entry && state.alone !== null)));
        draw();
      });
      legend.append(element("li", {}, entry));
    });
    if (coloured.range) {
      const bar = element("span", { class: "ramp", role: "img", "aria-label": "Colour scale" });
      bar.style.background = `linear-gradient(to right, ${ramp[theme()].join(", ")})`;
      legend.prepend(element("li", {}, formatNumber(coloured.range[0], 3), bar, formatNumber(coloured.range[1], 3)));
    }
    const column = map.colours[state.column];
    plot.setAttribute("aria-label", `Map of ${drawnText}${column ? `, coloured by ${column.name}` : ""}. Arrow keys go from row to row, plus and minus zoom, 0 shows all.`);
  }

  const valueText = ({ names, values }, row) => (values[row] === null ? "missing" : names ? names[values[row]] : formatNumber(values[row]));

  function tell(row) {
    state.at = row;
    draw();
    if (row === null) {
      page.tooltip.hide();
      return;
    }
    const column = map.colours[state.column];
    const first = column ? [column, ...map.colours.filter((other) => other !== column)] : map.colours;
    const told = first.slice(0, 6).map((one) => `${one.name}: ${valueText(one, row)}`);
    const box = plot.getBoundingClientRect();
    const at = toPixel(points[row]);
    page.tooltip.show(box.left + at.x, box.top + at.y, [element("b", {}, map.keys[row]), ...told, ...(group ? [picture(group, row)] : [])]);
    spoken.textContent = [map.keys[row], ...told.slice(0, 1)].join(", ");
  }

  /** The row nearest to a pixel among those that are seen, or null. */
  function nearest(pixel, within) {
    let best = null;
    let least = within * within;
    points.forEach((point, row) => {
      if (state.alone !== null && coloured.of[row] !== state.alone) {
        return;
      }
      const at = toPixel(point);
      const distance = (at.x - pixel.x) ** 2 + (at.y - pixel.y) ** 2;
      if (distance < least) {
        least = distance;
        best = row;
      }
    });
    return best;
  }

  function zoomAt(pixel, factor) {
    const fixed = toPlace(pixel);
    view.zoom = Math.min(nearestZoom, Math.max(1, view.zoom * factor));
    if (view.zoom === 1) {
      showAll();
    } else {
      const moved = toPlace(pixel);
      view.x += fixed.x - moved.x;
      view.y += fixed.y - moved.y;
    }
    tell(null);
  }
  const middle = () => (state.at === null ? { x: size.width / 2, y: size.height / 2 } : toPixel(points[state.at]));

  const pixelOf = (event) => {
    const box = plot.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  let dragFrom = null;
  const dragTo = (event) => {
    const to = pixelOf(event);
    const inside = { x: Math.min(size.width, Math.max(0, to.x)), y: Math.min(size.height, Math.max(0, to.y)) };
    return { left: Math.min(dragFrom.x, inside.x), top: Math.min(dragFrom.y, inside.y), width: Math.abs(inside.x - dragFrom.x), height: Math.abs(inside.y - dragFrom.y) };
  };
  const isDrag = ({ width, height }) => Math.max(width, height) > 5;
  listen(plot, "pointerdown", (event) => {
    if (event.button === 0) {
      dragFrom = pixelOf(event);
      plot.setPointerCapture(event.pointerId);
    }
  });
  listen(plot, "pointermove", (event) => {
    if (dragFrom === null) {
      const row = nearest(pixelOf(event), reach);
      if (row !== state.at) {
        tell(row);
      }
      return;
    }
    const box = dragTo(event);
    frame.hidden = !isDrag(box);
    for (const [key, value] of Object.entries(box)) {
      frame.style[key] = `${value}px`;
    }
  });
  listen(plot, "pointerup", (event) => {
    if (dragFrom === null) {
      return;
    }
    const box = dragTo(event);
    dragFrom = null;
    frame.hidden = true;
    if (isDrag(box)) {
      const centre = toPlace({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
      const factor = Math.min(size.width / Math.max(8, box.width), size.height / Math.max(8, box.height));
      view = { ...centre, zoom: Math.min(nearestZoom, view.zoom * factor) };
      tell(null);
    }
  });
  listen(plot, "pointercancel", () => {
    dragFrom = null;
    frame.hidden = true;
  });
  listen(plot, "pointerleave", () => dragFrom === null && tell(null));
  listen(plot, "dblclick", () => {
    showAll();
    tell(null);
  });
  listen(plot, "wheel", (event) => {
    // who sees all and turns further back wants the page to move
    if (event.deltaY < 0 || view.zoom > 1) {
      event.preventDefault();
      zoomAt(pixelOf(event), Math.exp(-event.deltaY * 0.002));
    }
  }, { passive: false });

  const directions = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  /** The next row in a direction: near, and rather ahead than aside. */
  function step([dx, dy]) {
    if (state.at === null) {
      return nearest({ x: size.width / 2, y: size.height / 2 }, Infinity);
    }
    const from = points[state.at];
    let best = state.at;
    let least = Infinity;
    points.forEach((point, row) => {
      const ahead = (point.x - from.x) * dx + (point.y - from.y) * dy;
      const aside = Math.abs((point.x - from.x) * dy) + Math.abs((point.y - from.y) * dx);
      if (ahead > aside && ahead + 2 * aside < least) {
        least = ahead + 2 * aside;
        best = row;
      }
    });
    return best;
  }
  listen(plot, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (directions[event.key]) {
      const row = step(directions[event.key]);
      const at = toPixel(points[row]);
      if (at.x < 0 || at.y < 0 || at.x > size.width || at.y > size.height) {
        view = { x: points[row].x, y: points[row].y, zoom: view.zoom };
      }
      tell(row);
    } else if (event.key === "+" || event.key === "=") {
      zoomAt(middle(), 1.5);
    } else if (event.key === "-") {
      zoomAt(middle(), 1 / 1.5);
    } else if (event.key === "0" || event.key === "Escape") {
      showAll();
      tell(null);
    } else {
      return;
    }
    event.preventDefault();
  });
  listen(plot, "blur", () => tell(null));

  if (map.colours.length > 0) {
    select("Colour", [[-1, "none"], ...map.colours.map(({ name }, index) => [index, name])], state.column, (value) => {
      state.column = value;
      colour();
      draw();
    });
  }
  if (dimensions > 2) {
    const names = map.coordinates.map((_, index) => [index, `Map ${index + 1}`]);
    const changed = (axis) => (value) => {
      state[axis] = value;
      place();
      tell(null);
    };
    select("Across", names, state.across, changed("across"));
    select("Up", names, state.up, changed("up"));
  }
  tools.append(element("span", { class: "buttons" }, button("+", "Zoom in", () => zoomAt(middle(), 1.5)),
    button("−", "Zoom out", () => zoomAt(middle(), 1 / 1.5)), button("All", "Show all rows", () => {
      showAll();
      tell(null);
    })));

  place();
  colour();
  function resize() {
    const width = plot.clientWidth;
    const height = Math.round(Math.min(640, Math.max(220, width * 0.8)));
    if (width > 0 && (width !== size.width || height !== size.height)) {
      size = { width, height };
      plot.style.height = `${height}px`;
      draw();
    }
  }
  const observer = new ResizeObserver(resize);
  observer.observe(plot);
  page.cleanup(() => observer.disconnect());
  page.onTheme(() => {
    colour();
    draw();
  });
  resize();
}
