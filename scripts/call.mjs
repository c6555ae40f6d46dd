// Calls a running Postroom's API and prints the answer (README, tour):
//   node scripts/call.mjs GET '/v1/records/leads?email=grace@compiler.example'
//   node scripts/call.mjs POST /local/tokens '{"tenant":"demo","user":"ada"}' --pick token
// POSTROOM_TOKEN is sent as the bearer token. POSTROOM_API is the URL of another deployment than the one on this machine. --pick prints one value of the answer and fails when it is not there.
// Plain JavaScript, so that any Node from 20 on runs it.
import { parseArgs } from 'node:util';

const fail = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

const { values, positionals } = parseArgs({ options: { pick: { type: 'string' } }, allowPositionals: true });
const [method, path, body] = positionals;
if (path === undefined) fail('Usage: node scripts/call.mjs <method> <path> [<JSON>] [--pick <items.0.id>]');

const base = process.env.POSTROOM_API || `http://127.0.0.1:${process.env.POSTROOM_HTTP_PORT || 8080}`;
const token = process.env.POSTROOM_TOKEN;
const answer = await fetch(new URL(path, base), {
  method,
  redirect: 'manual',
  headers: {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  },
  body,
}).catch(() =>
  fail(
    `Nothing answers at ${base}. Start Postroom first ("npm start"), or set POSTROOM_HTTP_PORT as there; POSTROOM_API names a deployment elsewhere.`,
  ),
);
const text = await answer.text();
const isJson = (answer.headers.get('content-type') ?? '').includes('json');
const shown = isJson ? JSON.parse(text) : text || answer.headers.get('location') || '';
const show = (value) => {
  if (typeof value === 'string') return value;
  const line = JSON.stringify(value);
  return line.length <= 80 ? line : JSON.stringify(value, null, 2);
};

if (answer.status >= 400) fail(`${answer.status} ${show(shown)}`);
if (values.pick === undefined) {
  console.log(show(shown) || `${answer.status}`);
} else {
  const picked = values.pick.split('.').reduce((value, name) => value?.[name], shown);
  console.log(show(picked ?? fail(`The answer has no ${values.pick}: ${show(shown)}`)));
}
