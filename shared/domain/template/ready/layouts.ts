/**
 * The looks of ready templates, in HTML that mail programs show: tables of 600 px, styles in the elements (Outlook and Gmail take the rest out), a dark scheme for
 * those that have one, the preheader hidden in front, and the same words as plain text.
 */
import { escapeHtml } from '../../message/escape-html.ts';
import type { LayoutName, ReadyText } from './ready-text.ts';

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = '#1c2430';
const SOFT = '#566170';
const PAGE = '#f2f4f7';
const LINE = '#dfe4ea';

const HEAD_STYLE = `body{margin:0;padding:0}
@media (max-width:620px){.card{width:100%!important}.pad{padding-left:20px!important;padding-right:20px!important}}
@media (prefers-color-scheme:dark){.page{background-color:#12161b!important}.paper{background-color:#1c2229!important}.tint{background-color:#262e37!important}.ink{color:#e8ecf1!important}.soft{color:#aab4c0!important}.rule{border-color:#36404b!important}.link{color:#8ab8ff!important}}`;

const SIGNATURE = ['Kind regards,', '$users-name$', '$companydetails-organizationname$'];

const paragraph = (text: string, style = ''): string =>
  `<p class="ink" style="margin:0 0 16px;font-size:16px;line-height:1.55;color:${INK};${style}">${escapeHtml(text)}</p>`;

const heading = (text: string, style = ''): string =>
  `<h1 class="ink" style="margin:0 0 20px;font-size:25px;line-height:1.25;color:${INK};${style}">${escapeHtml(text)}</h1>`;

const button = (text: ReadyText, accent: string): string =>
  text.button === undefined
    ? ''
    : `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px"><tr><td bgcolor="${accent}" style="background-color:${accent};border-radius:6px"><a href="${escapeHtml(text.button[1])}" style="display:inline-block;padding:12px 22px;font-size:16px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(text.button[0])}</a></td></tr></table>`;

const factRows = (text: ReadyText): string =>
  (text.facts ?? [])
    .map(
      ([label, value]) =>
        `<tr><td class="soft rule" valign="top" style="padding:9px 16px 9px 0;border-bottom:1px solid ${LINE};font-size:14px;white-space:nowrap;color:${SOFT}">${escapeHtml(label)}</td><td class="ink rule" valign="top" style="padding:9px 0;border-bottom:1px solid ${LINE};font-size:16px;font-weight:600;color:${INK}">${escapeHtml(value)}</td></tr>`,
    )
    .join('');

const facts = (text: ReadyText): string =>
  text.facts === undefined
    ? ''
    : `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 24px">${factRows(text)}</table>`;

const steps = (text: ReadyText, accent: string): string =>
  text.steps === undefined
    ? ''
    : `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 16px">${text.steps
        .map(
          (step, at) =>
            `<tr><td width="44" valign="top" style="padding:0 0 14px"><div style="width:30px;height:30px;border-radius:15px;background-color:${accent};color:#ffffff;font-size:15px;font-weight:700;line-height:30px;text-align:center">${at + 1}</div></td><td class="ink" valign="top" style="padding:3px 0 14px;font-size:16px;line-height:1.5;color:${INK}">${escapeHtml(step)}</td></tr>`,
        )
        .join('')}</table>`;

const sections = (text: ReadyText): string =>
  (text.sections ?? [])
    .map(
      ([title, words]) =>
        `<h2 class="ink rule" style="margin:0 0 8px;padding:18px 0 0;border-top:1px solid ${LINE};font-size:19px;line-height:1.3;color:${INK}">${escapeHtml(title)}</h2>${paragraph(words)}`,
    )
    .join('');

const signature = `<p class="ink" style="margin:8px 0 0;font-size:16px;line-height:1.5;color:${INK}">${SIGNATURE.join('<br>')}</p>`;

/** Everything between heading and signature, in the order of reading. */
const content = (text: ReadyText, greeting: string, accent: string): string =>
  [
    ...[greeting, ...text.body].map((one) => paragraph(one)),
    facts(text),
    steps(text, accent),
    sections(text),
    button(text, accent),
    ...(text.after === undefined ? [] : [paragraph(text.after)]),
    signature,
  ].join('');

const cell = (inner: string, style = 'padding:32px 40px'): string =>
  `<tr><td class="pad paper" bgcolor="#ffffff" style="${style};background-color:#ffffff">${inner}</td></tr>`;

const logoRow = (align = 'left'): string =>
  `<tr><td class="pad paper ink" align="${align}" bgcolor="#ffffff" style="padding:28px 40px 0;background-color:#ffffff;font-size:17px;font-weight:700;color:${INK}">$logo$</td></tr>`;

type Rows = (text: ReadyText, greeting: string, accent: string) => string;

const LAYOUTS: Readonly<Record<LayoutName, Rows>> = {
  letter: (text, greeting, accent) =>
    `<tr><td style="height:4px;line-height:4px;font-size:0;background-color:${accent}">&nbsp;</td></tr>${logoRow()}${cell(heading(text.heading) + content(text, greeting, accent))}`,
  band: (text, greeting, accent) =>
    `${logoRow()}<tr><td class="paper" bgcolor="#ffffff" style="height:20px;line-height:20px;font-size:0;background-color:#ffffff">&nbsp;</td></tr><tr><td class="pad" bgcolor="${accent}" style="padding:34px 40px;background-color:${accent}"><h1 style="margin:0;font-size:27px;line-height:1.25;color:#ffffff">${escapeHtml(text.heading)}</h1></td></tr>${cell(content(text, greeting, accent))}`,
  centred: (text, greeting, accent) =>
    `${logoRow('center')}${cell(heading(text.heading, 'font-size:30px;text-align:center'), 'padding:36px 40px 4px')}${cell(content(text, greeting, accent), 'padding:12px 40px 36px')}`,
  facts: (text, greeting, accent) =>
    `${logoRow()}${cell(heading(text.heading, `border-left:4px solid ${accent};padding-left:14px`) + content(text, greeting, accent))}`,
  steps: (text, greeting, accent) => `${logoRow()}${cell(heading(text.heading) + content(text, greeting, accent))}`,
  news: (text, greeting, accent) =>
    `<tr><td class="pad" bgcolor="${accent}" align="center" style="padding:18px 40px;background-color:${accent};font-size:15px;font-weight:700;color:#ffffff">$companydetails-organizationname$</td></tr>${cell(heading(text.heading, 'font-size:28px') + content(text, greeting, accent))}`,
  panel: (text, greeting, accent) =>
    `${logoRow()}${cell(`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="tint" bgcolor="#eef2f7" style="padding:22px 24px;background-color:#eef2f7;border-left:6px solid ${accent}">${heading(text.heading, 'margin:0')}</td></tr></table>`, 'padding:28px 40px 4px')}${cell(content(text, greeting, accent), 'padding:22px 40px 36px')}`,
  plain: (text, greeting, accent) => cell(content(text, greeting, accent), 'padding:28px 40px'),
};

const FOOTER = [
  '$companydetails-organizationname$',
  '$companydetails-address$ $companydetails-code$ $companydetails-city$',
  '$companydetails-phone$',
];

const footer = `<tr><td class="pad soft" align="center" style="padding:20px 40px 8px;font-size:13px;line-height:1.5;color:${SOFT}">${FOOTER.join('<br>')}</td></tr>`;

/** Fills the preview line up, so that nothing of the text slips in behind it. */
const FILLER = '\u00a0\u200c'.repeat(40);

export const htmlOf = (text: ReadyText, greeting: string, accent: string): string =>
  [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">`,
    `<title>${escapeHtml(text.heading)}</title><style>${HEAD_STYLE}</style></head>`,
    `<body class="page" style="margin:0;padding:0;background-color:${PAGE};${FONT}">`,
    `<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(text.preheader)}${FILLER}</div>`,
    `<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="${PAGE}" style="background-color:${PAGE};${FONT}"><tr><td align="center" style="padding:28px 12px">`,
    `<table role="presentation" class="card" width="600" cellpadding="0" cellspacing="0" border="0" style="width:600px;max-width:600px;${FONT};text-align:left">`,
    LAYOUTS[text.layout](text, greeting, accent),
    footer,
    `</table></td></tr></table></body></html>`,
  ].join('');

export const textOf = (text: ReadyText, greeting: string): string =>
  [
    greeting,
    ...text.body,
    ...(text.facts === undefined ? [] : [text.facts.map(([label, value]) => `${label}: ${value}`).join('\n')]),
    ...(text.steps === undefined ? [] : [text.steps.map((step, at) => `${at + 1}. ${step}`).join('\n')]),
    ...(text.sections ?? []).map(([title, words]) => `${title}\n${words}`),
    ...(text.button === undefined ? [] : [`${text.button[0]}: ${text.button[1].replace(/^mailto:/, '')}`]),
    ...(text.after === undefined ? [] : [text.after]),
    SIGNATURE.join('\n'),
  ].join('\n\n');
