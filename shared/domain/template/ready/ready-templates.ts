/** The templates that come with Postroom (FEATURES 139): listed, shown in the gallery, and copied into a tenant's own by `from`. */
import { htmlOf, textOf } from './layouts.ts';
import type { Purpose, ReadyText } from './ready-text.ts';
import { CUSTOMERS } from './texts/customers.ts';
import { EVENTS } from './texts/events.ts';
import { MONEY } from './texts/money.ts';
import { NEWS } from './texts/news.ts';
import { SALES } from './texts/sales.ts';
import { SUPPORT } from './texts/support.ts';
import { TEAM } from './texts/team.ts';

export interface ReadySummary {
  readonly id: string;
  readonly name: string;
  readonly module: string;
  readonly purpose: string;
  readonly subject: string;
}

export interface ReadyTemplate extends ReadySummary {
  readonly html: string;
  readonly text: string;
}

const PURPOSES: readonly Purpose[] = [...CUSTOMERS, ...SALES, ...SUPPORT, ...MONEY, ...EVENTS, ...NEWS, ...TEAM];

const summaryOf = ({ purpose, module }: Purpose, { id, name, subject }: ReadyText): ReadySummary => ({
  ...{ id, name, module, purpose, subject },
});

export const READY: readonly ReadySummary[] = PURPOSES.flatMap((purpose) =>
  purpose.texts.map((text) => summaryOf(purpose, text)),
);

/** Whom it greets: a lead is a lead until it is a contact. */
const greetingFor = (module: string): string =>
  module === 'leads' ? 'Hello $leads-firstname|there$,' : 'Hello $contacts-firstname|there$,';

export const readyTemplate = (id: string): ReadyTemplate | undefined => {
  for (const purpose of PURPOSES) {
    const text = purpose.texts.find((one) => one.id === id);
    if (text === undefined) continue;
    const greeting = purpose.module === 'internal-tickets' ? 'Hello,' : greetingFor(purpose.module);
    return { ...summaryOf(purpose, text), html: htmlOf(text, greeting, purpose.accent), text: textOf(text, greeting) };
  }
  return undefined;
};

/** Undefined: the cursor is none of this list. A cursor is the id of the last one shown. */
export const readyPage = (page: {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly module?: string | undefined;
  readonly purpose?: string | undefined;
}): { readonly items: readonly ReadySummary[]; readonly nextCursor?: string } | undefined => {
  const { limit, cursor, module, purpose } = page;
  const wanted = READY.filter(
    (one) => (module === undefined || one.module === module) && (purpose === undefined || one.purpose === purpose),
  );
  const from = cursor === undefined ? 0 : wanted.findIndex(({ id }) => id === cursor) + 1;
  if (cursor !== undefined && from === 0) return undefined;
  const items = wanted.slice(from, from + limit);
  const last = items.at(-1);
  return from + limit < wanted.length && last !== undefined ? { items, nextCursor: last.id } : { items };
};
