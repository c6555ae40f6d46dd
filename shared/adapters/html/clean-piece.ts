/**
 * HTML of a signature or footer made fit to stand in every mail of a company: nothing that runs, nothing that breaks out of its place. Pictures load from the
 * company's own server, so only by https. For the settings of outgoing mail.
 */
import sanitizeHtml from 'sanitize-html';

const TAGS = [
  'a',
  'b',
  'br',
  'div',
  'em',
  'hr',
  'i',
  'img',
  'li',
  'ol',
  'p',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
];
const BLOCKS = ['table', 'tbody', 'td', 'th', 'tr', 'ul'];

/** Without parentheses: no `url()` and no `expression()`. */
const PLAIN = [/^[\w\s#%.,'"-]{1,200}$/];

const STYLES = [
  ...['color', 'background-color', 'border', 'border-top', 'border-collapse', 'font-family', 'font-size', 'font-style'],
  ...['font-weight', 'line-height', 'margin', 'padding', 'text-align', 'text-decoration', 'vertical-align', 'width'],
];

export const cleanPiece = (html: string): string =>
  sanitizeHtml(html, {
    allowedTags: [...TAGS, ...BLOCKS],
    allowedAttributes: {
      '*': ['style', 'align', 'dir'],
      a: ['href', 'title'],
      img: ['src', 'alt', 'width', 'height'],
      table: ['border', 'cellpadding', 'cellspacing', 'width'],
      td: ['colspan', 'rowspan', 'width'],
    },
    allowedStyles: { '*': Object.fromEntries(STYLES.map((style) => [style, PLAIN])) },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['https'] },
    allowProtocolRelative: false,
    nestingLimit: 50,
  });
