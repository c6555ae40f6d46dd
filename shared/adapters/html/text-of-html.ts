/**
 * The text a reader sees of HTML, by `html-to-text`: of a mail that came as HTML alone, and beside the HTML of one that leaves (a mail of HTML alone looks like spam to filters). mailparser uses the same library, but with its defaults: these make one line of all
 * the cells of a table, break lines at 80 characters and write every address twice, so that no body rule finds `Order no:` in the order mail of a shop.
 */
import { convert, type FormatCallback, type HtmlToTextOptions } from 'html-to-text';

/** HTML longer than this is not rendered: a tree is built of it. The HTML itself is kept. */
export const MAX_RENDERED_HTML_LENGTH = 2 * 1024 * 1024;

/** Cells of a row stand on one line, a space between them. */
const cell: FormatCallback = (element, walk, builder) => {
  builder.addInline(' ');
  walk(element.children, builder);
  builder.addInline(' ');
};

/** Where a picture says what it shows; its address is nothing to read. */
const alternative: FormatCallback = (element, _walk, builder) => {
  builder.addInline(String(element.attribs['alt'] ?? ''));
};

const line = { format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } };

const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  // Deeper than any mail program nests; it calls itself for each level.
  limits: { maxInputLength: MAX_RENDERED_HTML_LENGTH, maxDepth: 300 },
  formatters: { cell, alternative },
  selectors: [
    { selector: 'tr', ...line },
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
    { selector: 'img', format: 'alternative' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ['(', ')'] } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    // The preheader, which mail programs show beside the subject and nobody in the text.
    { selector: '[style*="display:none"]', format: 'skip' },
    { selector: '[style*="display: none"]', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
};

/** Throws on HTML that its parser gives up on. */
export const textOfHtml = (html: string): string => convert(html, OPTIONS).trim();
