/** The text of a template's HTML, for readers without it: every mail has both (a mail of HTML alone looks like spam to filters). Tags stay as they are. */
import { Parser } from 'htmlparser2';

const BLOCKS: ReadonlySet<string> = new Set([
  ...[
    'address',
    'blockquote',
    'center',
    'div',
    'footer',
    'header',
    'main',
    'pre',
    'section',
    'table',
    'tr',
    'ul',
    'ol',
    'li',
  ],
]);
const PARAGRAPHS: ReadonlySet<string> = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const UNSEEN: ReadonlySet<string> = new Set(['head', 'style', 'title', 'script', 'template']);

/** The preheader, which mail programs show beside the subject and nobody in the text. */
const isHidden = (style: string | undefined): boolean => /(^|;)\s*display\s*:\s*none/i.test(style ?? '');

export const textOfHtml = (html: string): string => {
  const pieces: string[] = [];
  const open: { readonly name: string; readonly hides: boolean; readonly href?: string; readonly from: number }[] = [];
  let hidden = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const hides = UNSEEN.has(name) || isHidden(attributes['style']);
        const { href } = attributes;
        if (hides) hidden += 1;
        if (hidden === 0) {
          if (PARAGRAPHS.has(name)) pieces.push('\n\n');
          else if (BLOCKS.has(name) || name === 'br') pieces.push('\n');
          if (name === 'li') pieces.push('- ');
          if (name === 'td' || name === 'th') pieces.push(' ');
          if (name === 'hr') pieces.push('\n---\n');
          if (name === 'img') pieces.push(attributes['alt'] ?? '');
        }
        open.push({ name, hides, from: pieces.length, ...(href === undefined ? {} : { href }) });
      },
      onclosetag: (name) => {
        const element = open.pop();
        if (element === undefined) return;
        const { href = '', from } = element;
        // An address that is its own text stands there once.
        if (
          hidden === 0 &&
          /^[^#]/.test(href) &&
          href.replace(/^(mailto|tel):/, '') !== pieces.slice(from).join('').trim()
        )
          pieces.push(` (${href})`);
        if (hidden === 0 && PARAGRAPHS.has(name)) pieces.push('\n\n');
        else if (hidden === 0 && BLOCKS.has(name)) pieces.push('\n');
        if (element.hides) hidden -= 1;
      },
      ontext: (text) => {
        if (hidden === 0) pieces.push(text.replace(/\s+/g, ' '));
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return pieces
    .join('')
    .split('\n')
    .map((line) => line.replace(/[ \t\u00a0]+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
};
