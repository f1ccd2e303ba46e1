import { expect, it } from '@jest/globals';
import { redact } from './redact.js';

it.each([
  ['{"password":"a \\"b\\" c","x":1}', '{"password":"[redacted]","x":1}'],
  [
    '{"headers":{"authorization":"Basic eDp5","cookie":"a=b"}}',
    '{"headers":{"authorization":"[redacted]","cookie":"[redacted]"}}',
  ],
  [
    '{"set-cookie":["a=b; Path=/","c=d"],"x-csrf-token":"t"}',
    '{"set-cookie":"[redacted]","x-csrf-token":"[redacted]"}',
  ],
  [
    '{"leaseToken":"t","newPassword":"p","METRICS_TOKEN":"m"}',
    '{"leaseToken":"[redacted]","newPassword":"[redacted]","METRICS_TOKEN":"[redacted]"}',
  ],
  [
    '{"msg":"connect postgres://app:p@ss:w/rd@host:5432/db failed"}',
    '{"msg":"connect postgres://app:[redacted]@host:5432/db failed"}',
  ],
  ['{"DATABASE_URL":"postgres://a:b@c/d"}', '{"DATABASE_URL":"[redacted]"}'],
  ['{"msg":"sent Bearer abc.def and cdk_abc-DEF_1"}', '{"msg":"sent Bearer [redacted] and cdk_[redacted]"}'],
  ['{"msg":"signed with whsec_MfKQ9r8G/+w="}', '{"msg":"signed with whsec_[redacted]"}'],
  ['{"msg":"claimdesk_session=abcDEF; Path=/"}', '{"msg":"claimdesk_session=[redacted]; Path=/"}'],
  ['{"msg":"AUDIT_KEY PRIVATE+KEY+a.b/c+00+AQ== is wrong"}', '{"msg":"AUDIT_KEY [redacted] is wrong"}'],
])('takes the secret out of %s', (line, redacted) => {
  expect(redact(line)).toBe(redacted);
});

it('leaves everything else as it is', () => {
  const line = '{"msg":"POST /graphql 200","operation":"createApiToken","tokens":3,"url":"postgres://host/db"}';
  expect(redact(line)).toBe(line);
});
