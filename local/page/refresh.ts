/**
 * The page's script: every three seconds the parts that changed are replaced, one by one. What a person has scrolled into, has
 * selected or stands on with the keyboard is left alone, and the place on the page is kept when mail arrives above it. The page reads fully without it.
 */
export const SCRIPT = `'use strict';
const isSelected = (part) => getSelection().toString() !== '' && getSelection().containsNode(part, true);
const isScrolledInto = ({ top, bottom }) => top < 0 && bottom > 0;
const inUse = (part) => part.contains(document.activeElement) || isSelected(part) || isScrolledInto(part.getBoundingClientRect());

const replaceChanged = (next) => {
  for (const part of document.querySelectorAll('[id]')) {
    const fresh = next.getElementById(part.id);
    if (!fresh || fresh.outerHTML === part.outerHTML || inUse(part)) continue;
    const { bottom, height } = part.getBoundingClientRect();
    part.replaceWith(fresh);
    if (bottom < 0) scrollBy(0, fresh.getBoundingClientRect().height - height);
  }
};

const refresh = async () => {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href);
      document.body.classList.toggle('lost', !answer.ok);
      if (answer.ok) replaceChanged(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      document.body.classList.add('lost');
    }
  }
  setTimeout(refresh, 3000);
};
setTimeout(refresh, 3000);
`;
