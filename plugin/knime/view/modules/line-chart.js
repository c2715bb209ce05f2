// SPDX-License-Identifier: Apache-2.0
// One measure over the epochs: training solid, validation dashed, the kept and the best epoch marked. The chart library draws.
import uPlot from "../lib/uPlot.esm.js";
import { element, formatCount, formatNumber } from "./page.js";

const svgNamespace = "http://www.w3.org/2000/svg";
const dashed = [6, 4];
const dotted = [2, 3];
/** Up to so many epochs each one is drawn as a point, too. */
const pointsUpTo = 40;
const wholeSteps = [1, 2, 5].flatMap((step) => [0, 1, 2, 3, 4, 5, 6].map((power) => step * 10 ** power)).sort((a, b) => a - b);

function swatch(color, dash, vertical) {
  const picture = document.createElementNS(svgNamespace, "svg");
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(svgNamespace, "line");
  const ends = vertical ? { x1: 4, y1: -2, x2: 4, y2: 12 } : { x1: 0, y1: 5, x2: 24, y2: 5 };
  picture.style.width = vertical ? "8px" : "24px";
  for (const [key, value] of Object.entries({ ...ends, "stroke-dasharray": dash.join(" "), "stroke-width": vertical ? 1.5 : 2 })) {
    line.setAttribute(key, value);
  }
  line.style.stroke = `var(--${color})`;
  picture.append(line);
  return picture;
}

function ringSwatch(color) {
  const picture = document.createElementNS(svgNamespace, "svg");
  picture.setAttribute("aria-hidden", "true");
  picture.style.width = "12px";
  const ring = document.createElementNS(svgNamespace, "circle");
  for (const [key, value] of Object.entries({ cx: 6, cy: 5, r: 4.5, fill: "none", "stroke-width": 1.5 })) {
    ring.setAttribute(key, value);
  }
  ring.style.stroke = `var(--${color})`;
  picture.append(ring);
  return picture;
}

/** "Training falls from 0.2 at epoch 1 to 0.05 at epoch 20": what the picture says, for those who do not see it. */
function describe(title, epochs, series, remarks) {
  const told = series.map(({ name, values, format }) => {
    const measured = epochs.map((_, index) => index).filter((index) => values[index] !== null);
    const [first, last] = [measured[0], measured[measured.length - 1]];
    return first === last
      ? `${name}: ${format(values[first])} at epoch ${epochs[first]}`
      : `${name}: ${format(values[first])} at epoch ${epochs[first]}, ${format(values[last])} at epoch ${epochs[last]}`;
  });
  return [`${title}.`, `${told.join(". ")}.`, ...remarks, "Left and right arrow keys read the values."].join(" ");
}

function valuesTable(page, epochs, series) {
  const table = element("table");
  const details = element("details", { class: "values" }, element("summary", {}, "Values"));
  details.addEventListener("toggle", () => {
    if (!details.open || table.isConnected) {
      return;
    }
    const head = element("tr", {}, ...["Epoch", ...series.map(({ name }) => name)].map((name) => element("th", { scope: "col" }, name)));
    const rows = epochs.map((epoch, index) => element("tr", {}, element("th", { scope: "row" }, String(epoch)),
      ...series.map(({ values, format }) => element("td", {}, format(values[index])))));
    table.append(element("thead", {}, head), element("tbody", {}, ...rows));
    details.append(element("div", {}, table));
  }, { signal: page.signal });
  return details;
}

/**
 * Appends a chart to `parent`. `measure`: { title, axis, good, better, percent, zeroLine, atMost, oneCurve }; `epochs` rising
 * whole numbers; `training` and `validation`: a number or null an epoch, or null as a whole; `kept`: { from, to }, the epoch
 * whose weights were kept or the epochs of the mean that was, or null; `extreme`: the epoch with the best value, or null.
 */
export function lineChart(page, parent, { measure, epochs, training, validation, kept, extreme, label = measure.title }) {
  const factor = measure.percent ? 100 : 1;
  const format = (value) => (value === null || value === undefined ? "not measured" : formatNumber(value) + (measure.percent ? " %" : ""));
  const scaled = (values) => values.map((value) => (value === null ? null : value * factor));
  const series = [[measure.oneCurve ? measure.title : "Training", "training", training, []], ["Validation", "validation", validation, dashed]]
    .filter(([, , values]) => values?.some((value) => value !== null))
    .map(([name, color, values, dash]) => ({ name, color, dash, format, values: scaled(values) }));
  const keptText = kept && (kept.from === kept.to ? `Kept: epoch ${formatCount(kept.to)}`
    : `Kept: mean of epochs ${formatCount(kept.from)} to ${formatCount(kept.to)}`);
  const extremeText = extreme !== null && `${measure.better === "lower" ? "Lowest" : "Highest"}: epoch ${formatCount(extreme)}`;

  const entries = (measure.oneCurve ? [] : series).map(({ name, color, dash }) => element("li", {}, swatch(color, dash, false), name));
  if (keptText) {
    entries.push(element("li", {}, swatch("kept", dotted, true), keptText));
  }
  if (extremeText) {
    entries.push(element("li", {}, ringSwatch("validation"), extremeText));
  }
  const remarks = [measure.good, keptText && `${keptText}.`, extremeText && `${extremeText}.`].filter(Boolean);
  const plot = element("div", { class: "plot", role: "img", tabindex: "0", "aria-label": describe(label, epochs, series, remarks) });
  const spoken = element("div", { class: "hidden", "aria-live": "polite" });
  const logarithmic = element("button", { type: "button", "aria-pressed": "false" }, "Log scale");
  const whole = element("button", { type: "button", hidden: true }, "All epochs");
  const positive = !measure.percent && !measure.zeroLine && series.every(({ values }) => values.every((value) => value === null || value > 0));
  const figure = element("figure", { class: "chart", "data-measure": measure.title },
    element("figcaption", {},
      element("div", { class: "title" }, element("h3", {}, label), whole, ...(positive ? [logarithmic] : [])),
      ...(measure.good ? [element("p", {}, measure.good)] : []), element("ul", { class: "legend" }, ...entries)),
    plot, spoken, valuesTable(page, epochs, series));
  parent.append(figure);

  const font = `11px ${getComputedStyle(page.main).fontFamily}`;
  const axis = {
    font, labelFont: font, labelGap: 2, gap: 4,
    stroke: () => page.color("muted"),
    grid: { stroke: () => page.color("grid"), width: 1 },
    ticks: { stroke: () => page.color("line"), width: 1, size: 4 },
  };
  const measuring = document.createElement("canvas").getContext("2d");
  measuring.font = font;

  function range(chart, low, high) {
    if (low === null || high === null) {
      return [0, 1];
    }
    const from = measure.zeroLine ? Math.min(low, 0) : low;
    const to = measure.zeroLine ? Math.max(high, 0) : high;
    if (isLogarithmic()) {
      const factor = Math.max(1.05, (to / from) ** 0.06);
      return [from / factor, to * factor];
    }
    const room = (to - from) * 0.06 || Math.abs(to) * 0.1 || 1;
    const top = measure.atMost === undefined ? Infinity : measure.atMost * factor + room;
    // A measure that cannot be negative has no room below zero.
    return [from >= 0 ? Math.max(0, from - room) : from - room, Math.min(top, to + room)];
  }

  function drawVertical(chart) {
    const { ctx, bbox } = chart;
    const line = (x1, y1, x2, y2, color, dash) => {
      ctx.save();
      ctx.strokeStyle = page.color(color);
      ctx.lineWidth = 1.5 * devicePixelRatio;
      ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
      ctx.beginPath();
      ctx.moveTo(x1, y1);
      ctx.lineTo(x2, y2);
      ctx.stroke();
      ctx.restore();
    };
    if (measure.zeroLine) {
      const y = chart.valToPos(0, "y", true);
      line(bbox.left, y, bbox.left + bbox.width, y, "line", []);
    }
    const inside = (x) => x >= bbox.left && x <= bbox.left + bbox.width;
    for (const epoch of kept ? new Set([kept.from, kept.to]) : []) {
      const x = chart.valToPos(epoch, "x", true);
      if (inside(x)) {
        line(x, bbox.top, x, bbox.top + bbox.height, "kept", dotted);
      }
    }
  }

  /** The curve's lowest or highest point in a ring. */
  function drawExtreme(chart) {
    const value = series.find(({ color }) => color === "validation")?.values[epochs.indexOf(extreme)];
    const { ctx, bbox } = chart;
    if (value === undefined || value === null) {
      return;
    }
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left - 6 * devicePixelRatio, bbox.top - 6 * devicePixelRatio, bbox.width + 12 * devicePixelRatio, bbox.height + 12 * devicePixelRatio);
    ctx.clip();
    ctx.strokeStyle = page.color("validation");
    ctx.setLineDash([]);
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.beginPath();
    ctx.arc(chart.valToPos(extreme, "x", true), chart.valToPos(value, "y", true), 6 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.restore();
  }

  function showValues(chart) {
    const { idx, left, top } = chart.cursor;
    if (idx === null || idx === undefined || left < 0) {
      page.tooltip.hide();
      return;
    }
    const area = chart.over.getBoundingClientRect();
    const notes = [kept && kept.from <= epochs[idx] && epochs[idx] <= kept.to && "kept",
      extremeText && epochs[idx] === extreme && extremeText.split(":")[0].toLowerCase()].filter(Boolean);
    const note = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
    page.tooltip.show(area.left + left, area.top + Math.max(0, top), [
      element("b", {}, `Epoch ${formatCount(epochs[idx])}${note}`),
      ...series.map(({ name, values }) => `${name}: ${format(values[idx])}`),
    ]);
  }

  const size = () => ({ width: Math.max(160, plot.clientWidth), height: Math.round(Math.min(240, Math.max(200, plot.clientWidth * 0.55))) });
  const isLogarithmic = () => logarithmic.getAttribute("aria-pressed") === "true";
  /** A logarithmic axis gets ticks without a label as null, and one at its lower end, whatever that is. */
  const isLabelled = (tick) => tick !== null && (!isLogarithmic() || Math.abs(Number(tick.toPrecision(1)) / tick - 1) < 1e-9);
  const create = () => new uPlot({
    ...size(),
    padding: [8, 10, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false, dist: 5 }, points: { size: 7 } },
    scales: {
      x: { time: false, range: (_, low, high) => (low === high ? [low - 1, high + 1] : [low - (high - low) * 0.02, high + (high - low) * 0.02]) },
      y: { range, distr: isLogarithmic() ? 3 : 1 },
    },
    axes: [
      { ...axis, label: "Epoch", labelSize: 16, size: 22, space: 40, incrs: wholeSteps, values: (_, ticks) => ticks.map(formatCount) },
      {
        ...axis, label: measure.axis, labelSize: 18, space: 30,
        values: (_, ticks) => ticks.map((tick) => (isLabelled(tick) ? formatNumber(Math.abs(tick) < 1e-12 ? 0 : tick, 5) : "")),
        size: (_, ticks) => (ticks ? Math.ceil(Math.max(...ticks.map((tick) => measuring.measureText(tick).width))) + 10 : 40),
      },
    ],
    series: [{}, ...series.map(({ name, color, dash }) => ({
      label: name, width: 2, dash, spanGaps: true,
      stroke: () => page.color(color),
      points: { show: epochs.length <= pointsUpTo, size: 5, width: 0, fill: () => page.color(color) },
    }))],
    hooks: { drawAxes: [drawVertical], draw: [drawExtreme], setCursor: [showValues], setScale: [showWhole] },
  }, [epochs, ...series.map(({ values }) => values)], plot);
  let chart = create();

  /** Zoomed in, the way back is a button, too: not everybody has a mouse. */
  function showWhole({ scales: { x } }) {
    whole.hidden = !(x.max - x.min < epochs[epochs.length - 1] - epochs[0]);
  }
  whole.addEventListener("click", () => {
    chart.setScale("x", { min: epochs[0], max: epochs[epochs.length - 1] });
    plot.focus();
  }, { signal: page.signal });
  logarithmic.addEventListener("click", () => {
    const zoom = whole.hidden ? null : { min: chart.scales.x.min, max: chart.scales.x.max };
    logarithmic.setAttribute("aria-pressed", String(!isLogarithmic()));
    chart.destroy();
    chart = create();
    if (zoom) {
      chart.setScale("x", zoom);
    }
  }, { signal: page.signal });

  plot.addEventListener("keydown", (event) => {
    const last = epochs.length - 1;
    const at = chart.cursor.left >= 0 ? chart.cursor.idx : null;
    const start = Math.max(0, epochs.indexOf(kept ? kept.to : extreme));
    const to = { ArrowRight: at === null ? start : Math.min(last, at + 1), ArrowLeft: at === null ? start : Math.max(0, at - 1), Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const y = series.map(({ values }) => values[to]).find((value) => value !== null) ?? 0;
      chart.setCursor({ left: chart.valToPos(epochs[to], "x"), top: chart.valToPos(y, "y") });
      spoken.textContent = [`Epoch ${epochs[to]}`, ...series.map(({ name, values }) => `${name}: ${format(values[to])}`)].join(", ");
    }
  }, { signal: page.signal });
  plot.addEventListener("blur", () => chart.setCursor({ left: -10, top: -10 }), { signal: page.signal });

  const resize = new ResizeObserver(() => {
    const wanted = size();
    if (wanted.width !== chart.width || wanted.height !== chart.height) {
      chart.setSize(wanted);
    }
  });
  resize.observe(plot);
  page.onTheme(() => chart.redraw(false, true));
  page.cleanup(() => {
    resize.disconnect();
    chart.destroy();
  });
}
