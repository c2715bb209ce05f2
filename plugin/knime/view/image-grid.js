// SPDX-License-Identifier: Apache-2.0
// The view of receptive fields or generated samples. Initial data: see ImageGridView.
import { mount, tabs } from "./modules/page.js";
import { pictureGrid } from "./modules/pictures.js";

export default (shadowRoot, service) => mount(shadowRoot, service, "Images", (page, { groups }) => {
  if (groups.length === 0) {
    page.note("There are no images to show. Execute the node with an input whose columns are the pixels of an image.");
    return;
  }
  tabs(page, groups.map((group) => ({ name: group.name, draw: (panel) => pictureGrid(page, panel, group) })));
});
