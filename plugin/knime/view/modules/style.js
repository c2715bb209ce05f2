// SPDX-License-Identifier: Apache-2.0
// One style sheet for all views. Surfaces and texts follow KNIME's design tokens where the host defines them.
export const style = `
:host { display: block; height: 100%; }
.page {
  --surface: #ffffff; --raised: #f6f7f8; --text: #22272b; --muted: #5b6670; --line: #d9dee2; --grid: #e9ecef;
  --accent: #1c6ea4; --focus: #0b5cad;
  --training: #1c6ea4; --validation: #b3530a; --kept: #6b3fa0;
  --warning-surface: #fff6dd; --warning-line: #d9a400; --error-surface: #fdeceb; --error-line: #c62828;
  color-scheme: light;
  position: relative; box-sizing: border-box; height: 100%; padding: 12px; overflow: auto; scrollbar-width: thin; scrollbar-gutter: stable;
  font: 13px/1.4 Roboto, "Segoe UI", system-ui, -apple-system, sans-serif;
  color: var(--text); background: var(--surface);
}
.page[data-theme="dark"] {
  --surface: #1b1f23; --raised: #262b30; --text: #e6e9ec; --muted: #a3adb6; --line: #3b4249; --grid: #2d3339;
  --accent: #6cb4ee; --focus: #8ec7f5;
  --training: #6cb4ee; --validation: #f0a35e; --kept: #c3a3f0;
  --warning-surface: #3a3115; --warning-line: #d9a400; --error-surface: #42201f; --error-line: #ef6f6c;
  color-scheme: dark;
}
.page { color: var(--kds-color-text-and-icon-neutral, var(--text)); background: var(--kds-color-surface-default, var(--surface)); }
.page *, .page *::before { box-sizing: border-box; }
.page :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.message { margin: 0 0 10px; padding: 8px 10px; border-left: 3px solid var(--line); background: var(--raised); border-radius: 2px; }
.message.warning { border-color: var(--warning-line); background: var(--warning-surface); }
.message.error { border-color: var(--error-line); background: var(--error-surface); }
.message p { margin: 0; overflow-wrap: anywhere; }
.message pre { margin: 6px 0 0; font-size: 11px; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 12em; overflow: auto; }

.tabs { display: flex; flex-wrap: wrap; gap: 2px; margin: 0 0 10px; border-bottom: 1px solid var(--line); }
.tabs button { flex: none; max-width: 100%; overflow-wrap: anywhere; text-align: start; padding: 6px 10px; border: 0; border-bottom: 3px solid transparent; background: none; color: var(--muted); font: inherit; cursor: pointer; }
.tabs button:hover { color: inherit; background: var(--raised); }
.tabs button[aria-selected="true"] { color: inherit; font-weight: 600; border-color: var(--accent); }
.tabs button:focus-visible { outline-offset: -2px; }

.summary { margin: 0 0 10px; color: var(--muted); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 18px 16px; }
.chart { margin: 0; min-width: 0; }
.chart figcaption { margin: 0 0 2px; }
.chart .title { display: flex; align-items: baseline; gap: 6px; }
.chart h3 { flex: 1; margin: 0; font-size: 14px; font-weight: 600; }
.chart figcaption p { margin: 0; font-size: 12px; color: var(--muted); }
.chart button { flex: none; padding: 1px 7px; border: 1px solid var(--line); border-radius: 3px; background: none; color: var(--muted); font: inherit; font-size: 11px; cursor: pointer; }
.chart button:hover { background: var(--raised); color: inherit; }
.chart button[aria-pressed="true"] { background: var(--raised); border-color: var(--accent); color: inherit; font-weight: 600; }
.chart button[hidden] { display: none; }
.legend { display: flex; min-height: 1.4em; flex-wrap: wrap; gap: 0 10px; margin: 0; padding: 0; list-style: none; font-size: 12px; color: var(--muted); }
.legend li { display: inline-flex; align-items: center; gap: 5px; white-space: nowrap; }
.legend svg { height: 10px; flex: none; overflow: visible; }
.plot { position: relative; min-width: 0; overflow: hidden; }
.map { position: relative; min-width: 0; overflow: hidden; border: 1px solid var(--line); border-radius: 3px; touch-action: pan-y; cursor: crosshair; }
.map canvas { display: block; width: 100%; height: 100%; }
.frame { position: absolute; background: var(--accent); opacity: 0.18; pointer-events: none; }
.frame[hidden] { display: none; }
.chart .legend button { display: inline-flex; align-items: center; gap: 5px; max-width: 100%; border-color: transparent; overflow-wrap: anywhere; white-space: normal; font-size: 12px; text-align: start; }
.mark { flex: none; width: 9px; height: 9px; }
.ramp { width: 110px; height: 10px; border: 1px solid var(--line); }
.tooltip .picture { display: block; width: 84px; margin-top: 3px; image-rendering: pixelated; border: 1px solid var(--line); }
.values { font-size: 12px; color: var(--muted); }
.values summary { cursor: pointer; width: max-content; }
.values div { max-height: 220px; overflow: auto; border: 1px solid var(--line); }
.values table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.values th, .values td { padding: 2px 8px; text-align: right; border-bottom: 1px solid var(--grid); font-weight: 400; }
.values thead th { position: sticky; top: 0; background: var(--raised); font-weight: 600; }

/* the boxes that the chart library stacks */
.u-wrap { position: relative; user-select: none; }
.u-wrap canvas { display: block; position: relative; width: 100%; height: 100%; }
.u-over, .u-under, .u-axis, .u-select { position: absolute; }
.u-under { overflow: hidden; }
.u-cursor-x, .u-cursor-y, .u-cursor-pt { position: absolute; left: 0; top: 0; pointer-events: none; }
.u-cursor-x { height: 100%; border-right: 1px solid var(--muted); }
.u-cursor-pt { border: 0 solid; border-radius: 50%; background-clip: padding-box !important; }
.u-select { background: var(--accent); opacity: 0.18; pointer-events: none; }
.u-off { display: none; }

.tooltip { position: absolute; z-index: 2; max-width: 260px; padding: 5px 8px; border: 1px solid var(--line); border-radius: 3px;
  background: var(--raised); color: inherit; font-size: 12px; font-variant-numeric: tabular-nums; pointer-events: none; box-shadow: 0 2px 8px #0003; overflow-wrap: anywhere; }
.tooltip[hidden] { display: none; }
.tooltip b { font-weight: 600; }

.tools { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 16px; margin: 0 0 10px; }
.tools label { display: inline-flex; align-items: center; gap: 6px; }
.tools input, .tools select { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 3px; }
.tools .buttons { display: inline-flex; gap: 4px; }
.tools button { min-width: 26px; padding: 1px 7px; border: 1px solid var(--line); border-radius: 3px; background: none; color: inherit; font: inherit; cursor: pointer; }
.tools button:hover { background: var(--raised); }
.tools input[type="number"] { width: 5em; padding: 2px 4px; }
.tools input[type="range"] { width: 110px; accent-color: var(--accent); }
.scale { display: inline-flex; align-items: center; gap: 6px; font-size: 12px; color: var(--muted); font-variant-numeric: tabular-nums; }
.scale canvas { width: 110px; height: 10px; border: 1px solid var(--line); }
.images { display: grid; gap: 4px; margin: 0; padding: 2px; list-style: none; grid-template-columns: repeat(auto-fill, calc(var(--side) + 2px)); }
.images li { padding: 1px; font-size: 11px; color: var(--muted); text-align: center; content-visibility: auto; contain-intrinsic-size: auto calc(var(--side) + 2px) auto calc(var(--side) * var(--shape) + 18px); }
.images canvas { display: block; width: var(--side); height: calc(var(--side) * var(--shape)); image-rendering: pixelated; outline: 1px solid var(--line);
  background: repeating-linear-gradient(45deg, var(--line) 0 2px, transparent 2px 6px); }
.images li:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.images span { display: block; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
`;
