/** Style sheet and script of the gallery, beside those of every page. */

export const GALLERY_STYLE = `
main { max-width: 76rem; }
.tools label { font-weight: 600; } .tools input { font: inherit; margin-left: .5rem; padding: .4rem .7rem; width: min(24rem, 70vw); border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--ink); } .tools input::placeholder { color: var(--soft); font-weight: 400; opacity: 1; }
.purposes { margin: .9rem 0 1.25rem; } .group[hidden], .card[hidden] { display: none; }
.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(15.5rem, 1fr)); }
.card { min-width: 0; } .card a { color: var(--ink); text-decoration: none; } .card a:hover strong, .card a:focus-visible strong { text-decoration: underline; }
.card strong { display: block; margin-top: .5rem; } .card code { display: table; margin-top: .2rem; } .card > .soft { font-size: .88rem; }
.picture { display: block; position: relative; width: 100%; aspect-ratio: 1; overflow: hidden; border: 1px solid var(--line); border-radius: 8px; background: #f2f4f7; }
.picture iframe { position: absolute; top: 0; left: 0; width: 250%; height: 250%; border: 0; transform: scale(.4); transform-origin: 0 0; pointer-events: none; color-scheme: light; }
.card a:hover .picture, .card a:focus-visible .picture { border-color: var(--blue); }
`;

export const GALLERY_SCRIPT = `'use strict';
const search = document.getElementById('search');
const filter = () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const group of document.querySelectorAll('.group')) {
    let any = false;
    for (const card of group.querySelectorAll('.card')) {
      const fits = words.every((word) => card.dataset.words.includes(word) || group.id.includes(word));
      card.hidden = !fits;
      any = any || fits;
      shown += fits ? 1 : 0;
    }
    group.hidden = !any;
  }
  document.getElementById('count').textContent = shown;
  document.getElementById('nothing').hidden = shown > 0;
};
search.addEventListener('input', filter);
filter();
`;
