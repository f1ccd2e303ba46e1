import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { number, text } from './arbitraries.js';
import type { Message } from './http.js';

/** An operation that changes something, so that one that slips through is seen. */
const MUTATION = 'mutation { takeNextReview(deskId: "00000000-0000-7000-8000-000000000000") { __typename } }';
const GOOD = JSON.stringify({ query: '{ viewer { id } }', variables: {} });

const utf16 = (value: string): Buffer => Buffer.from(`\ufeff${value}`, 'utf16le');
const nested = (open: string, close: string, levels: number): string => open.repeat(levels) + close.repeat(levels);

/** Bodies that are JSON, or nearly. */
const OBJECTS: readonly (string | Buffer)[] = [
  GOOD,
  `\ufeff${GOOD}`,
  utf16(GOOD),
  utf16(GOOD).swap16(),
  gzipSync(GOOD),
  Buffer.concat([
    Buffer.from('{"query":"{ viewer { id } } #'),
    Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
    Buffer.from('"}'),
  ]),
  '{"query":"{ __typename }","query":"{ viewer { id } }"}',
  '{"query":"{ __typename }","variables":{"a":1,"a":2},"variables":null}',
  '{"__proto__":{"query":"{ __typename }"}}',
  '{"query":"{ __typename }","__proto__":null}',
  '{"query":"{ __typename }","variables":{"constructor":{"prototype":{"x":1}}}}',
  '{"\\u005f_proto__":{"x":1},"query":"{ __typename }"}',
  '{"query":"{ __typename }","variables":{"n":1e999,"m":-0,"k":123456789012345678901234567890}}',
  '{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}',
  '{"query":{"kind":"Document","definitions":[]}}',
  `[${GOOD},${GOOD}]`,
  `${GOOD}${GOOD}`,
  'null',
  '""',
  '0',
  '',
  ' ',
  'query=%7Bviewer%7Bid%7D%7D',
  '--b\r\ncontent-disposition: form-data; name="query"\r\n\r\n{ viewer { id } }\r\n--b--',
  nested('[', ']', 40),
  `{"query":"{ __typename }","variables":{"x":${nested('[', ']', 5000)}}}`,
  `{"query":"{ __typename }","variables":${nested('{"a":', '}', 300_000).replace('}', '1}')}}`,
  `{"email":${nested('[', ']', 20_000)},"password":"x"}`,
  `{"email":"a@b.example","password":${JSON.stringify('x'.repeat(100_000))}}`,
  `{"query":${JSON.stringify(nested('{a', '}', 900))}}`,
  `{"query":"{ __typename }${' '.repeat(2 * 1024 * 1024)}"}`,
];

const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'application/json; charset="x',
  'APPLICATION/JSON;a=b',
  'application/graphql',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'application/jsonp',
  'application/vnd.api+json',
  '',
  ';',
  'a/b/c',
  'application/json, text/plain',
  '__proto__',
];
const ACCEPT = ['*/*', 'application/graphql-response+json', 'text/html', 'a;q=x', ';;;', ',,,', 'application/json;q=0'];
const PATHS = [
  '/graphql',
  '/auth/sign-in',
  '/auth/password',
  '/auth/session',
  '/',
  '/health/ready',
  '/graphiql',
  '/assets/x',
];
const ODD_PATHS = [
  '/graphql/',
  '/graphql?query=%7Bviewer%7Bid%7D%7D',
  '/GRAPHQL',
  '//graphql',
  '/graphql%00',
  '/graphql%2f',
  '/%zz',
  '/assets/..%2f..%2fpackage.json',
  '/graphiql/%2e%2e/x',
  `/${'a'.repeat(3e3)}`,
  '/assets/%ff',
  '/admin/queues',
  '/*',
];
const METHODS = ['POST', 'GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'QUERY'];

/** A body with bytes put in, taken out and turned over. */
const damaged = fc
  .tuple(
    fc.constantFrom(GOOD, JSON.stringify({ query: MUTATION })),
    fc.array(fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 4 }), fc.nat(4)), { maxLength: 4 }),
  )
  .map(([source, edits]) => {
    let bytes = Buffer.from(source);
    for (const [at, put, cut] of edits) {
      const position = at % (bytes.length + 1);
      bytes = Buffer.concat([bytes.subarray(0, position), put, bytes.subarray(position + cut)]);
    }
    return bytes;
  });

const body = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...OBJECTS) },
  { weight: 3, arbitrary: damaged },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(text, number)
      .map(([value, n]) => JSON.stringify({ query: value, variables: { n, [value]: value } })),
  },
  { weight: 1, arbitrary: fc.tuple(text, text).map(([email, password]) => JSON.stringify({ email, password })) },
);

/** What can be sent as a header: any byte but control characters. */
export const headerText: fc.Arbitrary<string> = fc.string({
  unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCodePoint(code === 127 ? 9 : code)),
  maxLength: 80,
});

const fields = fc.record(
  {
    'content-type': fc.oneof(
      { weight: 3, arbitrary: fc.constant('application/json') },
      { weight: 2, arbitrary: fc.constantFrom(...TYPES) },
      { weight: 1, arbitrary: headerText },
    ),
    accept: fc.oneof(fc.constantFrom(...ACCEPT), headerText),
    'content-encoding': fc.constantFrom('gzip', 'identity', 'br', 'x'),
    'accept-encoding': fc.constantFrom('gzip', 'br;q=1, *;q=0', 'x'),
    'x-requested-with': headerText,
    'x-request-id': fc.oneof(headerText, fc.constantFrom('a'.repeat(200), '../../etc', 'request-1')),
    'x-http-method-override': fc.constantFrom('DELETE', 'GET'),
    'x-forwarded-for': fc.oneof(headerText, fc.constantFrom('1.2.3.4', '::1, x', 'unknown')),
    'user-agent': headerText,
    'accept-language': headerText,
    origin: fc.constantFrom('null', 'https://evil.example', ''),
    range: fc.constantFrom('bytes=0-0', 'bytes=-1', 'bytes=9-1,0-'),
    'if-none-match': headerText,
    'if-modified-since': headerText,
    expect: fc.constantFrom('100-continue', 'x'),
  },
  { requiredKeys: [] },
);

/** Requests that HTTP allows, with whatever it allows. */
export const messages: fc.Arbitrary<Message> = fc
  .record({
    method: fc.oneof(
      { weight: 4, arbitrary: fc.constant('POST') },
      { weight: 2, arbitrary: fc.constantFrom(...METHODS) },
    ),
    path: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PATHS) },
      { weight: 1, arbitrary: fc.constantFrom(...ODD_PATHS) },
    ),
    headers: fields,
    body,
  })
  // node sends no body with these by itself
  .map((message) =>
    ['GET', 'HEAD', 'TRACE', 'OPTIONS'].includes(message.method)
      ? Object.assign(message, { body: undefined })
      : message,
  );

const REQUEST_LINES = [
  'POST /graphql HTTP/1.1',
  'GET / HTTP/1.1',
  'POST /graphql HTTP/9.9',
  'PRI * HTTP/2.0',
  'GET /\u0000 HTTP/1.1',
  'X',
];
const FRAMINGS = [
  'content-length: 5',
  'content-length: -1',
  'content-length: 5\r\ncontent-length: 6',
  'content-length: 99999999999999999999',
  'transfer-encoding: chunked',
  'transfer-encoding: chunked\r\ncontent-length: 3',
  'transfer-encoding: x',
  'upgrade: websocket\r\nconnection: upgrade',
  'expect: 100-continue\r\ncontent-length: 5',
  `x: ${'y'.repeat(2e4)}`,
  'bad header',
  ': x',
  'x : y',
  'x:\0',
  'host: a\r\nhost: b',
];

/** Bytes that are a request only as far as they are not. */
export const rawRequests: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(
      fc.constantFrom(...REQUEST_LINES),
      fc.array(fc.constantFrom('host: x', 'content-type: application/json', ...FRAMINGS), { maxLength: 5 }),
      fc.constantFrom('\r\n', '\n', '\r'),
      fc.oneof(
        fc.constantFrom(GOOD, '5\r\nhello\r\n0\r\n\r\n', 'zz\r\n', '0\r\n\r\n', ''),
        fc.string({ unit: 'binary' }),
      ),
    )
    .map(([line, headers, end, rest]) => Buffer.from([line, ...headers, '', rest].join(end), 'latin1')),
);
