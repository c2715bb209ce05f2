// SPDX-License-Identifier: Apache-2.0
// The view of a map: its rows as points, then the tabs of its training. Initial data: see MapView.
import { mount, tabs } from "./modules/page.js";
import { scatterPlot } from "./modules/scatter-plot.js";
import { trainingTabs } from "./modules/training.js";

export default (shadowRoot, service) => mount(shadowRoot, service, "Map", (page, result) => {
  tabs(page, [{ name: "Map", draw: (panel) => scatterPlot(page, panel, result.map) }, ...trainingTabs(page, result)]);
});
