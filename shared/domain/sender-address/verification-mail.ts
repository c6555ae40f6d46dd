/** The mail that asks whether an address belongs to whoever reads it (FEATURES 111). The button leads to a page: nothing happens by opening a link (113). */
import { escapeHtml } from '../message/escape-html.ts';

export interface VerificationText {
  readonly address: string;
  readonly company: string;
  readonly link: string;
}

const BUTTON =
  'display:inline-block;padding:12px 20px;background:#1f5fbf;color:#ffffff;text-decoration:none;border-radius:4px';

export const verificationMail = ({ address, company, link }: VerificationText) => {
  const asks = `${company} would like to send mail as ${address}, or have answers sent there.`;
  const ifNot =
    'If you do not know of this, do nothing: without you the address is not used. The link works for 7 days.';
  const paragraphs = [
    escapeHtml(asks),
    `<a href="${escapeHtml(link)}" style="${BUTTON}">Yes, I own ${escapeHtml(address)}</a>`,
    escapeHtml(ifNot),
  ];
  return {
    subject: `Is ${address} your address?`,
    html: paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n'),
    text: [asks, `Yes, I own ${address}:`, link, ifNot, ''].join('\n\n'),
  };
};
