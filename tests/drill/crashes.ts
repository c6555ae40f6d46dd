import { everyCall } from './every-call.ts';
import { killsAmongMails } from './kills-among-mails.ts';
import { lateNews } from './late-news.ts';
import type { Row } from './row.ts';
import { seedsOverSending } from './seeds-over-sending.ts';

/** Measures of the parts one after the other. */
export const R1: Row = {
  id: 'R1',
  title: 'Workers die: no mail is lost, none goes twice',
  run: async (drill) => {
    const parts = await Promise.all(
      [killsAmongMails, seedsOverSending, lateNews, everyCall].map((part) => part(drill)),
    );
    return {
      measures: parts.flatMap(({ measures }) => measures),
      observed: Object.assign({}, ...parts.map(({ observed }) => observed)),
    };
  },
};
