// SPDX-License-Identifier: Apache-2.0
// The frame that all views share: initial data, messages, theme, tooltip, tabs and teardown.
import { style } from "./style.js";

/** Makes an element. Attributes that are null or false are left out; children are nodes or texts. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children);
  return made;
}

/** At most `digits` significant digits, and never an exponent where a plain number is short enough. */
export function formatNumber(value, digits = 4) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return "not measured";
  }
  const size = Math.abs(value);
  const notation = size !== 0 && (size < 1e-4 || size >= 1e7) ? "scientific" : "standard";
  return new Intl.NumberFormat("en", { maximumSignificantDigits: digits, notation }).format(value).replaceAll("-", "−");
}

const wholeNumber = new Intl.NumberFormat("en");

export const formatCount = (value) => wholeNumber.format(value);

/** What the node gave, whether the host hands it over as text or as an object: { result } or { problem, details }. */
function readInitialData(service) {
  let given = service.getConfig().initialData;
  if (typeof given === "string") {
    given = JSON.parse(given);
  }
  if (given === null || given === undefined) {
    return { problem: "This view got no data.", details: "Execute the node and open the view again.", warnings: [] };
  }
  const warnings = given.warningMessages ?? [];
  if (given.userError) {
    return { problem: given.userError.message, details: given.userError.details, warnings };
  }
  if (given.internalError) {
    return { problem: given.internalError.message || "The view's data could not be read.", details: "KNIME's log tells more.", warnings };
  }
  const result = "result" in given ? given.result : given;
  return { result: typeof result === "string" ? JSON.parse(result) : result, warnings };
}

function message(kind, text, details) {
  const box = element("div", { class: `message ${kind}`, role: kind === "error" ? "alert" : "note" }, element("p", {}, text));
  if (details) {
    box.append(element("pre", {}, details));
  }
  return box;
}

/** One tooltip a page; it stays inside the page and never takes the pointer. */
function createTooltip(main) {
  const box = element("div", { class: "tooltip", hidden: true, "aria-hidden": "true" });
  main.append(box);
  return {
    show(clientX, clientY, lines) {
      box.replaceChildren(...lines.map((line) => element("div", {}, ...[line].flat())));
      box.hidden = false;
      const frame = main.getBoundingClientRect();
      const { offsetWidth, offsetHeight } = box;
      const x = clientX - frame.left + 14;
      const y = clientY - frame.top + 14;
      const left = x + offsetWidth <= main.clientWidth - 4 ? x : x - offsetWidth - 28;
      const top = y + offsetHeight <= main.clientHeight - 4 ? y : y - offsetHeight - 28;
      box.style.left = `${Math.max(4, left) + main.scrollLeft}px`;
      box.style.top = `${Math.max(4, top) + main.scrollTop}px`;
    },
    hide() {
      box.hidden = true;
    },
  };
}

/**
 * Tabs after the ARIA pattern: arrow keys move, only the chosen one is a tab stop. A panel is drawn when it is first
 * shown in its real width, and thrown away when another one is chosen.
 */
export function tabs(page, entries) {
  const panel = element("div", { class: "panel" });
  if (entries.length === 1) {
    page.main.append(panel);
    page.inPanel(() => entries[0].draw(panel));
    return;
  }
  const list = element("div", { class: "tabs", role: "tablist", "aria-label": "Part of the network" });
  const id = (index) => `tab-${index}`;
  const buttons = entries.map(({ name }, index) => {
    const button = element("button", { type: "button", role: "tab", id: id(index), "aria-controls": "panel" }, name);
    button.addEventListener("click", () => choose(index), { signal: page.signal });
    return button;
  });
  function choose(index) {
    buttons.forEach((button, other) => {
      button.setAttribute("aria-selected", String(other === index));
      button.tabIndex = other === index ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", id(index));
    page.inPanel(() => {
      panel.replaceChildren();
      entries[index].draw(panel);
    });
  }
  list.addEventListener("keydown", (event) => {
    const last = buttons.length - 1;
    const at = buttons.findIndex((button) => button.getAttribute("aria-selected") === "true");
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      choose(to);
      buttons[to].focus();
    }
  }, { signal: page.signal });
  panel.id = "panel";
  panel.setAttribute("role", "tabpanel");
  list.append(...buttons);
  page.main.append(list, panel);
  choose(0);
}

/** Listeners and other things that end together. */
function createScope() {
  const controller = new AbortController();
  const cleanups = [];
  return {
    signal: controller.signal,
    cleanup: (freed) => cleanups.push(freed),
    end() {
      controller.abort();
      cleanups.splice(0).forEach((freed) => freed());
    },
  };
}

/**
 * Mounts a page in its shadow root and returns what the host calls to take it away. `draw(page, result)` fills the page;
 * whatever it sets up it hands to `page.cleanup(..)` or ties to `page.signal`.
 */
export function mount(shadowRoot, service, label, draw) {
  const host = shadowRoot.host ?? shadowRoot;
  const wholePage = createScope();
  let panel = createScope();
  let scope = wholePage;
  const themeListeners = new Set();

  const main = element("main", { class: "page", "aria-label": label });
  const sheet = element("style");
  sheet.textContent = style;
  shadowRoot.replaceChildren(sheet, main);

  // The page around the view decides by its color-scheme: "normal" is light as everywhere; of both the system chooses.
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  function applyTheme() {
    const scheme = getComputedStyle(host).colorScheme;
    const [light, dark] = ["light", "dark"].map((name) => scheme.split(" ").includes(name));
    const theme = dark && (!light || prefersDark.matches) ? "dark" : "light";
    if (main.dataset.theme !== theme) {
      main.dataset.theme = theme;
      themeListeners.forEach((listener) => listener());
    }
  }
  prefersDark.addEventListener("change", applyTheme, { signal: wholePage.signal });
  const hostTheme = new MutationObserver(applyTheme);
  for (const watched of [document.documentElement, document.body]) {
    hostTheme.observe(watched, { attributes: true, attributeFilter: ["class", "style", "data-theme"] });
  }
  wholePage.cleanup(() => hostTheme.disconnect());
  applyTheme();

  const page = {
    main,
    tooltip: createTooltip(main),
    /** Ends with the panel, or with the page for what stands outside the panels. */
    get signal() {
      return scope.signal;
    },
    cleanup: (freed) => scope.cleanup(freed),
    /** Draws a panel's content in place of the last one's; what it sets up lives until the next. */
    inPanel(drawPanel) {
      panel.end();
      page.tooltip.hide();
      panel = createScope();
      scope = panel;
      try {
        drawPanel();
      } finally {
        scope = wholePage;
      }
    },
    onTheme(listener) {
      themeListeners.add(listener);
      page.cleanup(() => themeListeners.delete(listener));
    },
    /** The theme's colour as the canvas wants it. */
    color(name) {
      return getComputedStyle(main).getPropertyValue(`--${name}`).trim();
    },
    note: (text) => main.append(message("note", text)),
  };

  try {
    const { result, problem, details, warnings } = readInitialData(service);
    warnings.forEach((warning) => main.append(message("warning", warning)));
    if (problem) {
      main.append(message("error", problem, details));
    } else {
      draw(page, result);
    }
  } catch (error) {
    main.append(message("error", "This view could not be drawn.", String(error?.message ?? error)));
  }

  return {
    teardown() {
      panel.end();
      wholePage.end();
      themeListeners.clear();
      shadowRoot.replaceChildren();
    },
  };
}
