/** What writing a mail needs beside the stores of sending: drafts, preferences, the tools for HTML, and the bus for warnings of the quota. For http-emails. */
import { makeDrafts } from '../adapters/dynamodb/draft-store.ts';
import { makePreferences } from '../adapters/dynamodb/sending-preferences.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makePublishEvent } from '../adapters/eventbridge/publish-event.ts';
import { cleanPiece } from '../adapters/html/clean-piece.ts';
import { textOfHtml } from '../adapters/html/text-of-html.ts';
import { htmlTools } from '../adapters/html/tidy-html.ts';
import { makeDraftTexts } from '../adapters/s3/draft-texts.ts';

export const wireCompose = (environment: {
  readonly SENDING_TABLE: string;
  readonly SETTINGS_TABLE: string;
  readonly MAIL_BUCKET: string;
  readonly EVENT_BUS: string;
}) => ({
  htmlTools,
  pieces: { clean: cleanPiece, textOf: textOfHtml },
  drafts: makeDrafts(makeTable(environment.SENDING_TABLE)),
  draftTexts: makeDraftTexts(environment.MAIL_BUCKET),
  preferences: makePreferences(makeTable(environment.SETTINGS_TABLE)),
  publish: makePublishEvent(environment.EVENT_BUS),
});
