/** What goes to Google and Microsoft, and what their answers mean. */
import { describe, expect, test } from 'vitest';
import { challengeOf } from '#shared/adapters/oauth/token-endpoint.ts';
import { PutMicrosoftAppBody } from '#shared/contracts/oauth.ts';
import { OauthPlaces } from '#shared/contracts/oauth-places.ts';
import { authorizeUrl, isDirectory, mayHaveToken, placeOf, USUAL_PLACES } from '#shared/domain/oauth/provider.ts';
import { judgeTokenAnswer } from '#shared/domain/oauth/token-answer.ts';

const REQUEST = {
  clientId: 'client 1&scope=evil',
  redirectUri: 'https://api.acme.example/oauth/callback',
  user: 'info@acme.example',
  state: 's.t',
  challenge: 'c',
};

describe('the address people are sent to', () => {
  test('[F100] asks Google for a token to renew with, every time, and encodes what is in it', () => {
    const url = new URL(authorizeUrl('google', USUAL_PLACES.google, REQUEST));
    expect(url.origin + url.pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: REQUEST.clientId,
      redirect_uri: REQUEST.redirectUri,
      scope: 'https://mail.google.com/',
      state: 's.t',
      code_challenge: 'c',
      code_challenge_method: 'S256',
      login_hint: REQUEST.user,
      access_type: 'offline',
      prompt: 'consent',
    });
  });

  test('[F100] leads to the directory of the Microsoft app, else to the common one', () => {
    const of = (directory?: string) =>
      new URL(authorizeUrl('microsoft', USUAL_PLACES.microsoft, { ...REQUEST, directory })).pathname;
    expect([of(), of('acme.example')]).toEqual([
      '/common/oauth2/v2.0/authorize',
      '/acme.example/oauth2/v2.0/authorize',
    ]);
    expect(placeOf(USUAL_PLACES.microsoft.token, 'acme.example')).toContain('/acme.example/oauth2/v2.0/token');
  });

  test.each([
    ['common', true],
    ['6babcaad-604b-40ac-a9d7-9fd97c0b779f', true],
    ['acme.onmicrosoft.com', true],
    ['acme', false],
    ['../consumers', false],
    ['acme.example/x', false],
    ['acme.example?x', false],
    [`${'a.'.repeat(124)}acme`, true],
    [`${'a.'.repeat(125)}acme`, false],
  ])('a directory %s: %s, because it becomes part of a path', (directory, isOne) => {
    expect(isDirectory(directory)).toBe(isOne);
    const body = { clientId: 'a', clientSecret: 'b', directory };
    expect(PutMicrosoftAppBody.safeParse(body).success).toBe(isOne);
  });

  test('the challenge is that of RFC 7636 appendix B', () => {
    expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  test('tokens are shown to the mail servers of their provider alone', () => {
    const hosts = [
      'smtp.gmail.com',
      'SMTP.Gmail.com',
      'smtp.office365.com',
      'smtp.gmail.com.evil.example',
      'gmail.com',
    ];
    expect(hosts.filter((host) => mayHaveToken(USUAL_PLACES.google, host))).toEqual(hosts.slice(0, 2));
  });

  test('a deployment may name other places, but none without encryption', () => {
    const places = (token: string) => ({
      google: USUAL_PLACES.google,
      microsoft: { ...USUAL_PLACES.microsoft, token },
    });
    const isTaken = (token: string) => OauthPlaces.safeParse(places(token)).success;
    expect(isTaken('https://login.microsoftonline.us/{directory}/oauth2/v2.0/token')).toBe(true);
    expect([isTaken('http://login.example.com/token'), isTaken('http://127.0.0.1.evil.example/')]).toEqual([
      false,
      false,
    ]);
  });
});

describe('the answer of a token endpoint', () => {
  const good = { token_type: 'Bearer', access_token: 'a', expires_in: 3599, refresh_token: 'r' };
  const judged = (body: unknown, status = 200) => judgeTokenAnswer(status, JSON.stringify(body));

  test('[F100] gives the tokens and how long they are good', () => {
    expect(judged(good)).toEqual({ kind: 'tokens', access: 'a', expiresInMs: 3_599_000, refresh: 'r' });
    const { refresh_token: _none, ...kept } = good;
    expect(judged({ ...kept, token_type: 'bearer' })).toEqual({ kind: 'tokens', access: 'a', expiresInMs: 3_599_000 });
    const times = ['60', undefined, 0, -1, 'soon', 1e12].map((expires_in) => judged({ ...good, expires_in }));
    expect(times).toMatchObject(
      [60, 3600, 3600, 3600, 3600, 86_400].map((seconds) => ({ expiresInMs: seconds * 1000 })),
    );
  });

  test.each([
    ['no JSON', '<html>'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['another type of token', JSON.stringify({ ...good, token_type: 'mac' })],
    ['no token', JSON.stringify({ token_type: 'Bearer' })],
    ['a token that would end the line', JSON.stringify({ ...good, access_token: 'a\r\nMAIL FROM:<>' })],
    ['a token longer than can be kept', JSON.stringify({ ...good, access_token: 'a'.repeat(4097) })],
    ['a refresh token that is none', JSON.stringify({ ...good, refresh_token: 7 })],
  ])('%s is no answer: it is asked again later', (_what, text) => {
    expect(judgeTokenAnswer(200, text)).toEqual({ kind: 'refused', code: 'sign-in-unanswered' });
  });

  test('a token of 4,096 characters can be kept', () => {
    expect(judged({ ...good, access_token: 'a'.repeat(4096) }).kind).toBe('tokens');
  });

  test.each([
    [400, 'invalid_grant', 'sign-in-expired'],
    [400, 'interaction_required', 'sign-in-expired'],
    [401, 'invalid_client', 'sign-in-app-refused'],
    [400, 'unauthorized_client', 'sign-in-app-refused'],
    [400, 'temporarily_unavailable', 'sign-in-unanswered'],
    [400, undefined, 'sign-in-unanswered'],
    [503, 'invalid_grant', 'sign-in-unanswered'],
    [302, 'invalid_grant', 'sign-in-unanswered'],
  ])('[F232] %i %s means %s', (status, error, code) => {
    expect(judged({ error }, status)).toEqual({ kind: 'refused', code });
  });
});
