// SPDX-License-Identifier: Apache-2.0
// The view of a training log: a tab per layer, a chart per measure. Initial data: see LearningCurvesView.
import { mount, tabs } from "./modules/page.js";
import { trainingTabs } from "./modules/training.js";

export default (shadowRoot, service) => mount(shadowRoot, service, "Learning curves", (page, result) => {
  const panels = trainingTabs(page, result);
  if (panels.length === 0) {
    page.note("The training log is empty: no epoch was trained.");
    return;
  }
  tabs(page, panels);
});
