import { expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { formatSecret, newWebhookSecret, signatureHeaders } from './sign-webhook.js';

it('signs as the libraries of Standard Webhooks do, by their own test vector', () => {
  const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
  expect(signatureHeaders(message, 1_614_265_330, [secret])).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

it('signs so that each of two secrets is enough, and no other one', () => {
  const [old, current, foreign] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
  const message = { id: 'msg_1', body: '{"name":"Zoë 🗞"}' };
  const headers = signatureHeaders(message, Math.floor(Date.now() / 1000), [current, old]);
  for (const secret of [old, current]) {
    expect(new Webhook(formatSecret(secret)).verify(message.body, headers)).toEqual({ name: 'Zoë 🗞' });
  }
  expect(() => new Webhook(formatSecret(foreign)).verify(message.body, headers)).toThrow('No matching signature');
  expect(() => new Webhook(formatSecret(old)).verify(`${message.body} `, headers)).toThrow('No matching signature');
});

it('makes secrets in the form that receivers expect', () => {
  expect(formatSecret(newWebhookSecret())).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(newWebhookSecret()).not.toEqual(newWebhookSecret());
});
