// SPDX-License-Identifier: Apache-2.0
import { text } from "./part.js";

export default (shadowRoot, service) => {
    shadowRoot.textContent = text;
    return { teardown() {} };
};
