/**
 * HTML of a template made fit to be kept: pasted from anywhere (FEATURES 139, import HTML), it keeps what mail programs show and loses what runs. Its way of
 * writing is what shared/domain/template/parse-template.ts relies on: double quotes, no comments, references for `<` and `"`.
 */
import sanitizeHtml from 'sanitize-html';
import { inlineStyles } from './inline-styles.ts';

const TEXT = [
  'a',
  'abbr',
  'b',
  'blockquote',
  'br',
  'center',
  'code',
  'del',
  'div',
  'em',
  'font',
  'h1',
  'h2',
  'h3',
  'h4',
];
const MORE_TEXT = [
  'h5',
  'h6',
  'hr',
  'i',
  'img',
  'ins',
  'li',
  'ol',
  'p',
  'pre',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
];
const BLOCKS = ['table', 'caption', 'col', 'colgroup', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'u', 'ul'];
const DOCUMENT = ['html', 'head', 'title', 'meta', 'style', 'body', 'main', 'section', 'header', 'footer'];

const EVERYWHERE = [
  'style',
  'class',
  'id',
  'dir',
  'lang',
  'align',
  'valign',
  'width',
  'height',
  'bgcolor',
  'role',
  'title',
];

const DOCTYPE = '<!doctype html>';

/** Only what a mail needs of `meta`: a refresh would lead the reader away. */
const META = ['charset', 'content', { name: 'name', values: ['viewport', 'color-scheme', 'supported-color-schemes'] }];

export const cleanTemplate = (html: string): string => {
  const cleaned = sanitizeHtml(inlineStyles(html), {
    allowedTags: [...TEXT, ...MORE_TEXT, ...BLOCKS, ...DOCUMENT],
    allowedAttributes: {
      '*': [...EVERYWHERE, 'aria-hidden', 'aria-label'],
      a: ['href', 'target', 'rel', 'name'],
      img: ['src', 'alt', 'border'],
      font: ['color', 'face', 'size'],
      table: ['border', 'cellpadding', 'cellspacing', 'background'],
      td: ['colspan', 'rowspan', 'background'],
      th: ['colspan', 'rowspan', 'background', 'scope'],
      meta: META,
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'cid'] },
    allowedSchemesAppliedToAttributes: ['href', 'src', 'background', 'cite'],
    allowProtocolRelative: false,
    // A style sheet moves and colours; the preview stands in a frame without rights, mail programs take out what they do not trust.
    allowVulnerableTags: true,
    parseStyleAttributes: false,
    nestingLimit: 100,
  }).trim();
  return cleaned.startsWith('<html') ? `${DOCTYPE}${cleaned}` : cleaned;
};
