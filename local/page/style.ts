/** The page's one style sheet; system fonts, both colour schemes, nothing loaded from elsewhere. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #dfe4ea; --paper: #f6f7f9; --card: #fff; --blue: #1f5fbf; --green: #1a7f4b; --amber: #9a6200; --red: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --soft: #9aa7b5; --line: #2d3641; --paper: #14181d; --card: #1c2229; --blue: #7db0ff; --green: #5cc992; --amber: #e2ad55; --red: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
p { margin: .25rem 0 0; } a { color: var(--blue); } .soft { color: var(--soft); }
header { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: baseline; justify-content: space-between; margin-bottom: 1.5rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.25rem; margin-bottom: 1rem; overflow-x: auto; }
.pair { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); } .pair section { margin-bottom: 1rem; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; color: var(--soft); font-size: .82rem; }
th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; } tr:last-child td { border-bottom: 0; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } td.wrap { overflow-wrap: anywhere; } time { white-space: nowrap; }
code { font: .88em ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--paper); border: 1px solid var(--line); border-radius: 5px; padding: .05rem .3rem; overflow-wrap: anywhere; }
.acted { color: var(--green); } .skipped { color: var(--amber); } .quarantined, .bad { color: var(--red); } .mark { font-weight: 600; white-space: nowrap; }
nav a { margin-right: 1rem; white-space: nowrap; }
`;
