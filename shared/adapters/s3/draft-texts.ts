/** What is written of a draft, whole, in the mail bucket: `outgoing/<tenant>/<draft id>/draft-<version>.json`. */
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Failure } from '../../domain/failure.ts';
import type { DraftTexts } from '../../ports/drafts.ts';
import { s3 } from './client.ts';

const unavailable = (cause: unknown) =>
  new Failure('unavailable', 'mail-store-unavailable', 'The mail store could not be reached.', cause);

export const makeDraftTexts = (bucket: string): DraftTexts => ({
  save: async (tenant, draftId, version, body) => {
    const place = `outgoing/${tenant}/${draftId}/draft-${version}.json`;
    const Body = JSON.stringify(body);
    try {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: place, Body, ContentType: 'application/json' }));
    } catch (cause) {
      throw unavailable(cause);
    }
    return place;
  },
  load: async (place) => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: place }));
      const parsed: unknown = JSON.parse((await Body?.transformToString()) ?? 'null');
      return parsed ?? undefined;
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'NoSuchKey') return undefined;
      throw unavailable(cause);
    }
  },
});
