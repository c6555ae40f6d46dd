/**
 * Asks Google or Microsoft for tokens. No client library: it is one form sent and one JSON read, and what is checked of it is in domain/oauth/token-answer.ts.
 * Answers within the time-out whatever happens; what it sends and gets is never logged.
 */
import { createHash } from 'node:crypto';
import { type OauthPlaces, placeOf } from '../../domain/oauth/provider.ts';
import { judgeTokenAnswer, type TokenAnswer } from '../../domain/oauth/token-answer.ts';
import type { AskForTokens, ChallengeOf, TokenRequest } from '../../ports/oauth.ts';

/** A renewal stands before an SMTP session of up to 26 s (smtp-session.ts), and behind the API there are 29 s for both. */
const TIMEOUT_MS = 5_000;
/** Two tokens of 4 KB and some words. */
const MAX_ANSWER_BYTES = 32_768;

const UNANSWERED: TokenAnswer = { kind: 'refused', code: 'sign-in-unanswered' };

const grantOf = (request: TokenRequest): Readonly<Record<string, string>> =>
  request.kind === 'refresh'
    ? { grant_type: 'refresh_token', refresh_token: request.refresh }
    : {
        grant_type: 'authorization_code',
        code: request.code,
        redirect_uri: request.redirectUri,
        code_verifier: request.verifier,
      };

const readUpTo = async (answer: Response, maxBytes: number): Promise<string | undefined> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

export const makeAskForTokens =
  (places: OauthPlaces, timeoutMs = TIMEOUT_MS): AskForTokens =>
  async ({ provider, clientId, clientSecret, directory }, request) => {
    try {
      const answer = await fetch(placeOf(places[provider].token, directory), {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...grantOf(request) }),
        // A redirect would take the client's secret elsewhere.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await readUpTo(answer, MAX_ANSWER_BYTES);
      return text === undefined ? UNANSWERED : judgeTokenAnswer(answer.status, text);
    } catch {
      return UNANSWERED;
    }
  };

export const challengeOf: ChallengeOf = (verifier) => createHash('sha256').update(verifier).digest('base64url');
