// SPDX-License-Identifier: Apache-2.0
// The tabs of a training: one a layer with a chart a measure, one of all where there are several, and the images.
import { lineChart } from "./line-chart.js";
import { element, formatCount, formatNumber } from "./page.js";
import { pictureGrid } from "./pictures.js";

const measures = {
  "Reconstruction error": { axis: "Squared error per unit", better: "lower", good: "Lower is better." },
  "Loss": { axis: "Loss", better: "lower", good: "Lower is better." },
  "Accuracy": { axis: "Correct rows (%)", percent: true, atMost: 1, better: "higher", good: "Higher is better." },
  "Free energy gap": { axis: "Validation − training (nats)", zeroLine: true, oneCurve: true, good: "Near 0 is good; growing means that training rows are learnt by heart." },
  "Pseudo-likelihood": { axis: "Nats per row", oneCurve: true, better: "higher", good: "Higher is better." },
  "Mean activation": { axis: "Mean of hidden units", oneCurve: true, good: "Near the sparsity target is good." },
  "Weight norm": { axis: "Root mean square", oneCurve: true, good: "Levelling off is good." },
};

/** What a training is judged by, best first; the overview shows one chart per layer. */
const leading = ["Accuracy", "Loss", "Reconstruction error"];

const howToZoom = "Drag over a chart to zoom in, double-click to see all.";

/** The epoch with the best value on rows held out, or null; it is among the points of a thinned curve, too. */
function extremeOf(stage, { validation }, better) {
  if (!better || !validation) {
    return null;
  }
  const measured = validation.filter((value) => value !== null);
  const extreme = better === "lower" ? Math.min(...measured) : Math.max(...measured);
  return stage.epochs[validation.indexOf(extreme)];
}

function chart(page, parent, stage, curve, label) {
  const measure = { title: curve.measure, axis: curve.measure, ...measures[curve.measure] };
  lineChart(page, parent, { measure, epochs: stage.epochs, training: curve.training, validation: curve.validation,
    kept: stage.kept, extreme: extremeOf(stage, curve, measure.better), label });
}

function drawStage(page, panel, stage) {
  const epochs = `${formatCount(stage.total)} ${stage.total === 1 ? "epoch" : "epochs"}`;
  const pace = stage.seconds === null ? "" : ` in ${formatNumber(stage.seconds, 3)} s`;
  const thinned = stage.epochs.length < stage.total ? `, ${formatCount(stage.epochs.length)} of them drawn` : "";
  const zoom = stage.curves.length === 0 ? "" : ` ${howToZoom}`;
  const charts = element("div", { class: "charts" });
  panel.append(element("p", { class: "summary" }, `${stage.phase}: ${epochs}${pace}${thinned}.${zoom}`), charts);
  if (stage.curves.length === 0) {
    charts.append(element("p", {}, "Nothing was measured in this training."));
  }
  stage.curves.forEach((curve) => chart(page, charts, stage, curve));
}

function drawOverview(page, panel, stages) {
  const charts = element("div", { class: "charts" });
  panel.append(element("p", { class: "summary" }, howToZoom), charts);
  for (const stage of stages) {
    const curve = leading.map((name) => stage.curves.find(({ measure }) => measure === name)).find(Boolean) ?? stage.curves[0];
    if (curve) {
      chart(page, charts, stage, curve, `${stage.name}: ${curve.measure.toLowerCase()}`);
    }
  }
}

/** The tabs, for `tabs(..)` of a page. `stages` and `images`: see LearningCurvesView. */
export function trainingTabs(page, { stages, images }) {
  const panels = stages.map((stage) => ({ name: stage.name, draw: (panel) => drawStage(page, panel, stage) }));
  if (stages.length > 1) {
    panels.unshift({ name: "All", draw: (panel) => drawOverview(page, panel, stages) });
  }
  for (const group of images) {
    panels.push({ name: group.name, draw: (panel) => pictureGrid(page, panel, group) });
  }
  return panels;
}
