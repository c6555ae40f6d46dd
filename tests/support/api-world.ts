/**
 * What the walks of the API call: the served document, a tenant with something real under every path parameter, a second tenant, and tokens of all
 * of them. A new route needs nothing here unless it brings a new kind of thing.
 */
import { startTestCloud, type TestCloud } from './cloud.ts';
import { aMail } from './mail.ts';
import { type ApiOperation, type Parameter, readDocument } from './openapi.ts';
import { type RequestOptions, request } from './request.ts';
import { type Form, formOf } from './schema-form.ts';
import { sampleOf } from './schema-values.ts';
import { makeTokens } from './tokens.ts';

export interface Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export type Params = Readonly<Record<string, string>>;

const MAIL = aMail({
  from: 'Hidden Customer <hidden@customer.example>',
  subject: 'A secret subject',
  headers: ['Content-Type: multipart/mixed; boundary=b'],
  text: [
    '--b',
    'Content-Type: text/plain',
    '',
    'A secret text.',
    '--b',
    'Content-Type: text/plain; name=a.txt',
    'Content-Disposition: attachment; filename=a.txt',
    '',
    'attached',
    '--b--',
  ].join('\r\n'),
});

const A_RULE = {
  name: 'A sample',
  criteria: [{ field: 'subject', operator: 'contains', value: 'sample' }],
  action: { type: 'create-lead' },
};

const AN_ACCOUNT = {
  ...{ kind: 'internal', name: 'A sample', type: 'system', email: 'desk@brand.example', active: false },
  ...{ host: 'mail.brand.example', port: 587 },
};

/** `secrets`: what no answer to anybody else may hold. `ids`: by path up to and including the parameter. */
const fill = async (cloud: TestCloud) => {
  const owner = { id: 'ada.hidden', email: 'ada@hidden.example', role: 'owner' };
  const made = await cloud.call('POST', '/local/tenants', {
    body: { tenant: 'hidden', name: 'Hidden Ltd', plan: 'professional', inboundHandle: 'hidden-in', users: [owner] },
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const token = await cloud.token('hidden', owner.id);
  await cloud.call('PUT', '/v1/users/ben.hidden', { token, body: { email: 'ben@hidden.example', role: 'user' } });
  await cloud.deliver(`hidden-in+lead@${cloud.ready.inboundDomain}`, MAIL);
  await cloud.idle();
  const [mail] = (await cloud.call('GET', '/v1/mailroom/emails', { token })).body.items;
  const record = mail.records[0];
  const [document] = (await cloud.call('GET', '/v1/records/documents', { token })).body.items;
  const sendAt = new Date(cloud.clock.now() + 86_400_000).toISOString();
  const plan = { to: ['reader@customer.example'], subject: 'A secret plan', text: 'Not yet.', sendAt };
  const waiting = (await cloud.call('POST', '/v1/emails', { token, body: plan })).body;
  // Without To, so that sending it is refused and leaves it there.
  const secretDraft = { cc: ['reader@customer.example'], subject: 'A secret draft' };
  const draft = (await cloud.call('POST', '/v1/drafts', { token, body: secretDraft })).body;
  await cloud.call('POST', '/v1/suppressions', { token, body: { address: 'blocked@customer.example' } });
  const secretRule = { ...A_RULE, name: 'A secret rule', enabled: false };
  const rule = (await cloud.call('POST', '/v1/mailroom/rules', { token, body: secretRule })).body;
  await cloud.call('PUT', '/v1/settings/oauth/google', {
    token,
    body: { clientId: 'id', clientSecret: 'an-app-secret' },
  });
  const signIn = { provider: 'google', user: 'desk@hidden.example' };
  const connection = (await cloud.call('POST', '/v1/oauth-connections', { token, body: signIn })).body;
  const secretGroup = { name: 'A secret group', members: ['ben.hidden'], distribution: 'direct' };
  const group = (await cloud.call('POST', '/v1/groups', { token, body: secretGroup })).body;
  // The embedded cloud's own mail server, which needs no sign-in.
  const { host, port } = cloud.ready.smtp;
  const secretAccount = { ...AN_ACCOUNT, name: 'A secret account', host, port, tls: false };
  const account = (await cloud.call('POST', '/v1/smtp-accounts', { token, body: secretAccount })).body;
  const secretTemplate = { name: 'A secret template', subject: 'A secret template', text: '$custom-viewinbrowser$' };
  const template = (await cloud.call('POST', '/v1/templates', { token, body: secretTemplate })).body;
  await cloud.call('PUT', '/v1/company-details', { token, body: { address: 'A secret street' } });
  await cloud.call('POST', '/v1/domains', { token, body: { domain: 'set-up.hidden.example' } });
  const desk = 'desk@brand.example';
  await cloud.call('POST', `/v1/sender-addresses/${desk}/verify`, { token });
  await cloud.call('PUT', '/v1/settings/tracking', { token, body: { single: true } });
  const html = '<a href="https://outside.example/">Look</a>';
  await cloud.call('POST', '/v1/emails', {
    token,
    body: { to: ['reader@customer.example'], subject: 'Tracked', html },
  });
  const ofTemplate = { to: ['reader@customer.example'], templateId: template.id };
  await cloud.call('POST', '/v1/emails', { token, body: ofTemplate });
  await cloud.idle();
  const { items: sent } = (await cloud.call('GET', '/local/outbox')).body;
  const asks = sent.map(({ raw }: { raw: string }) => raw.replaceAll('=\r\n', '')).join('\n');
  const ids: Params = {
    '/links/sender-address/{token}': /\/links\/sender-address\/([\w.-]+)/.exec(asks)?.[1] ?? '',
    '/view/{token}': /\/view\/([\w.-]+)/.exec(asks)?.[1] ?? '',
    '/t/o/{token}': /\/t\/o\/([\w.-]+)/.exec(asks)?.[1] ?? '',
    '/t/c/{token}': /\/t\/c\/([\w.-]+)/.exec(asks)?.[1] ?? '',
    '/v1/sender-addresses/{address}': desk,
    '/v1/domains/{domain}': 'set-up.hidden.example',
    '/v1/templates/{id}': template.id,
    '/v1/templates/ready/{name}': 'welcome-customer',
    '/v1/records/{module}': record.module,
    '/v1/records/{module}/{id}': record.id,
    '/v1/records/documents/{id}': document.id,
    '/v1/mailroom/records/{module}': record.module,
    '/v1/mailroom/records/{module}/{id}': record.id,
    '/v1/mailroom/emails/{id}': mail.id,
    '/v1/mailroom/emails/{id}/attachments/{n}': '0',
    '/v1/mailroom/rules/{id}': rule.id,
    '/v1/users/{id}': 'ben.hidden',
    '/v1/mailroom/users/{id}': 'ben.hidden',
    '/v1/oauth-connections/{id}': connection.id,
    '/v1/groups/{id}': group.id,
    '/v1/smtp-accounts/{id}': account.id,
    '/v1/emails/{id}': waiting.id,
    '/v1/drafts/{id}': draft.id,
    '/v1/suppressions/{address}': 'blocked@customer.example',
  };
  const secrets = [
    '@hidden.example',
    '@customer.example',
    'Hidden Ltd',
    'hidden-in',
    'secret',
    mail.id,
    record.id,
    document.id,
    waiting.id,
    draft.id,
    rule.id,
    group.id,
    connection.id,
    account.id,
    template.id,
  ];
  return { token, ids, secrets };
};

/** Of the same form as the real ones, and of nothing: by the same keys. */
const ABSENT: Params = {
  '/v1/templates/{id}': '01jd3x8q4v7m0000000000000f',
  '/v1/templates/ready/{name}': 'nothing-of-the-kind',
  '/v1/records/{module}': 'contacts',
  '/v1/records/{module}/{id}': '01jd3x8q4v7m0000000000000a',
  '/v1/records/documents/{id}': '01jd3x8q4v7m0000000000000e',
  '/v1/mailroom/records/{module}': 'contacts',
  '/v1/mailroom/records/{module}/{id}': '01jd3x8q4v7m0000000000000a',
  '/v1/mailroom/emails/{id}': '01jd3x8q4v7m0000000000000b',
  '/v1/mailroom/emails/{id}/attachments/{n}': '0',
  '/v1/mailroom/rules/{id}': '01jd3x8q4v7m0000000000000d',
  '/v1/users/{id}': 'nobody.there',
  '/v1/mailroom/users/{id}': 'nobody.there',
  '/v1/oauth-connections/{id}': '01jd3x8q4v7m0000000000000e',
  '/v1/groups/{id}': 'group-01jd3x8q4v7m0000000000000e',
  '/v1/smtp-accounts/{id}': 'account-01jd3x8q4v7m0000000000000e',
  '/v1/emails/{id}': '01jd3x8q4v7m0000000000000c',
  '/v1/drafts/{id}': '01jd3x8q4v7m0000000000000f',
  '/v1/suppressions/{address}': 'nobody@outside.example',
  '/v1/sender-addresses/{address}': 'nobody@brand.example',
  '/v1/domains/{domain}': 'nobody.example',
};

/** Where one value of each field does not make a request that can be done: a sample names a sender who is not the caller, a record that is not there. */
const BODIES: Readonly<Record<string, unknown>> = {
  createTemplate: { name: 'A sample', subject: 'A sample', text: 'A sample.' },
  putTemplate: { name: 'A sample', subject: 'A sample', text: 'A sample.' },
  previewTemplate: { language: 'en' },
  testTemplate: { language: 'en' },
  putCompanyDetails: { city: 'Bristol' },
  sendEmail: { to: ['someone@outside.example'], subject: 'A sample', text: 'A sample.' },
  editEmail: { subject: 'Another subject' },
  createDraft: { subject: 'A sample' },
  editDraft: { subject: 'Another secret subject' },
  createRule: A_RULE,
  putRule: A_RULE,
  tryRule: { rule: A_RULE },
  createGroup: { name: 'A sample', distribution: 'round-robin' },
  createAccount: AN_ACCOUNT,
  confirmAccount: { code: 'ABCD-EFGH' },
  putOutgoingServer: { type: 'platform' },
  // Another sender would have to be verified before the next mail.
  putSendingPreferences: { separate: false },
  // An address in it would have to be verified.
  patchOutgoingEmail: { font: { family: 'Verdana, sans-serif', sizePx: 14 }, footer: '<p>A sample</p>' },
  putTracking: { single: false },
  putMicrosoftApp: { clientId: 'id', clientSecret: 'a-secret' },
  beginSignIn: { provider: 'google', user: 'other@customer.example' },
  addDomain: { domain: 'sample.example' },
  putGroup: { name: 'A sample', distribution: 'random' },
};

/** Their answer is a link for the caller, which names the bucket. */
const isLink = (path: string, status: number) => path === '/v1/uploads' && status === 201;

export const pathParameters = ({ parameters }: ApiOperation): readonly Parameter[] =>
  parameters.filter((parameter) => parameter.in === 'path');

/** The operation's path with the values of `from`; a parameter that nobody mapped stops the walk. */
export const pathOf = ({ path, id }: ApiOperation, from: Params, over: Params = {}): string =>
  path.replace(/\{([^}]+)\}/g, (whole, name: string, at: number) => {
    const key = path.slice(0, at) + whole;
    const value = over[name] ?? from[key];
    if (value === undefined)
      throw new Error(
        `${id} has a path parameter that the walk cannot fill: make one for the tenant "hidden" in tests/support/api-world.ts and add "${key}" to its ids and to ABSENT.`,
      );
    return encodeURIComponent(value);
  });

/** Traces of the machinery behind the API: frames, module folders, ARNs, the SDK's names of errors, bucket and table names. */
const INSIDES = /\bat (async )?\S+ \(|\.(ts|js):\d+|node_modules|arn:aws|[A-Za-z]+(Exception|Error)\b|ResourceNotFound/;

export const startApiWorld = async () => {
  const cloud = await startTestCloud();
  const hidden = await fill(cloud);
  const other = await cloud.tenant('curious');
  const platform = await cloud.token('platform', 'operator');
  const { operations, schemas } = readDocument((await cloud.call('GET', '/v1/openapi.json')).body);
  const tables = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket'].flatMap((type) =>
    cloud.stack.ofType(type).map(({ ref }) => ref),
  );
  const leaks: string[] = [];

  /** The answer as it came. What it lets out of the machinery is kept in `leaks`; a Location is a link for who may have it. */
  const call = async (method: string, path: string, options: RequestOptions = {}): Promise<Raw> => {
    const answer = await request(cloud.ready.http, method, path, options);
    const text = await answer.text();
    const { location: _link, ...shown } = Object.fromEntries(answer.headers);
    const all = `${JSON.stringify(shown)} ${text}`;
    const found = INSIDES.exec(all)?.[0] ?? tables.find((name) => all.includes(name));
    if (found !== undefined && path !== '/v1/openapi.json' && !isLink(path, answer.status))
      leaks.push(`${method} ${path} lets out ${found}: ${text.slice(0, 300)}`);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text };
  };

  const form = (schema: Parameters<typeof formOf>[0]): Form => formOf(schema, schemas);
  const bodies: Readonly<Record<string, unknown>> = {
    ...BODIES,
    // Stays where it is, so that its test mail arrives.
    putAccount: { ...AN_ACCOUNT, ...cloud.ready.smtp, tls: false, name: 'Another sample', active: true },
    testAccount: { to: `hidden-in@${cloud.ready.inboundDomain}` },
    putRuleOrder: { ids: [hidden.ids['/v1/mailroom/rules/{id}']] },
  };
  const bodyOf = ({ id, body }: ApiOperation): { body?: unknown } =>
    body === undefined ? {} : { body: bodies[id] ?? sampleOf(form(body)) };
  const ownerFor = ({ access }: ApiOperation) => (access === 'platform' ? platform : hidden.token);

  return {
    cloud,
    operations,
    guarded: operations.filter(({ access }) => access !== 'public'),
    ids: hidden.ids,
    absent: ABSENT,
    secrets: hidden.secrets,
    tokens: { hidden: hidden.token, ...other, platform },
    forge: await makeTokens(cloud, hidden.token),
    call,
    form,
    bodyOf,
    ownerFor,
    leaks,
  };
};

export type ApiWorld = Awaited<ReturnType<typeof startApiWorld>>;
