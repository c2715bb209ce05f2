// SPDX-License-Identifier: Apache-2.0
// Test machinery: a dialog as text, drawn by KNIME's own renderer. Two things are core-ui's and not the renderer's, and
// are made here: which settings are advanced, and the cards of an array.
import { createApp, defineComponent, h, inject, nextTick, provide } from "vue";
import { isObjectArray, rankWith } from "@jsonforms/core";
import { DispatchRenderer, rendererProps, useJsonFormsArrayControl } from "@jsonforms/vue";
import { JsonFormsDialog, controls, layouts, priorityRanks, toRenderers } from "@knime/jsonforms";
import "@knime/styles/css";
import "@knime/kds-styles/kds-variables.css";
import "@knime/jsonforms/styles";

/** A card's fields ask for what is provided to their element alone. */
const Card = defineComponent({
  props: ["control", "index", "title"],
  setup(props) {
    const ask = inject("addStateProviderListener");
    provide("addStateProviderListener", (location, listener) => ask({
      ...location, indices: [props.index], scope: `${props.control.uischema.scope}/items${location.scope.slice(1)}`,
    }, listener));
    return () => h("div", { class: "card" }, [
      h("div", { class: "card-head" }, [h("b", props.title), h("span", "\u2191 \u2193 \u2715")]),
      props.control.uischema.options.detail.map((uischema) =>
        h(DispatchRenderer, { schema: props.control.schema, uischema, path: `${props.control.path}.${props.index}` })),
    ]);
  },
});

const Cards = defineComponent({
  props: rendererProps(),
  setup(props) {
    const { control } = useJsonFormsArrayControl(props);
    return () => control.value.visible ? h("div", [
      ...control.value.data.map((element, index) => h(Card, {
        control: control.value, index, title: `${control.value.uischema.options.arrayElementTitle} ${index + 1}`,
      })),
      h("button", { class: "card-add" }, `+ ${control.value.uischema.options.addButtonText}`),
    ]) : null;
  },
});

const withoutAdvanced = (part) => Array.isArray(part)
  ? part.filter((one) => !one.options?.isAdvanced).map(withoutAdvanced)
  : part.elements ? { ...part, elements: withoutAdvanced(part.elements) }
  : part.options?.detail ? { ...part, options: { ...part.options, detail: withoutAdvanced(part.options.detail) } }
  : part;

const renderers = toRenderers({
  controls: Object.values(controls),
  layouts: Object.values(layouts),
  renderers: [{ name: "Cards", renderer: Cards, tester: rankWith(priorityRanks.default, isObjectArray) }],
  config: { performExternalValidation: async () => null },
});

/** KNIME's dialog puts the values that are computed when it opens where they belong; the renderer leaves that to it. */
function putComputedValues(data, initialUpdates) {
  for (const { scope, providedOptionName, values } of initialUpdates) {
    if (!providedOptionName && values.length === 1 && values[0].indices.length === 0) {
      const path = scope.split("/").filter((part) => part !== "#" && part !== "properties");
      const last = path.pop();
      path.reduce((part, key) => part[key], data)[last] = values[0].value;
    }
  }
}

let app;

/** Draws a dialog in place of the one before; with its advanced settings or without. */
window.draw = async ({ data, schema, ui_schema, initialUpdates }, advanced) => {
  putComputedValues(data, initialUpdates);
  const uischema = { type: "VerticalLayout", ...ui_schema };
  app?.unmount();
  app = createApp({
    render: () => h(JsonFormsDialog, {
      data, schema, renderers,
      uischema: advanced ? uischema : withoutAdvanced(uischema),
      onStateProviderListener: ({ scope, providedOptionName, indices = [] }, listener) => initialUpdates
        .filter((update) => update.scope === scope && update.providedOptionName === providedOptionName)
        .flatMap(({ values }) => values).filter((one) => String(one.indices) === String(indices))
        .forEach(({ value }) => listener(value)),
      onAlert: (alert) => console.error(JSON.stringify(alert)),
    }),
  });
  app.mount("#dialog");
  await nextTick();
};
