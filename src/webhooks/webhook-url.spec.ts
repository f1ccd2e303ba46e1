import { describe, expect, it } from '@jest/globals';
import { urlProblem } from './webhook-url.js';

describe('an address of the public internet', () => {
  it.each([
    'https://receiver.example/hooks?desk=1',
    'https://receiver.example:443/',
    'https://receiver.example:8443/',
    'https://1.1.1.1/',
    'https://[2606:4700:4700::1111]/',
    'https://bücher.example/',
  ])('%s may be', (url) => expect(urlProblem(url, false)).toBeNull());

  it.each([
    ['', /no address/],
    ['receiver.example', /no address/],
    ['https://', /no address/],
    ['http://receiver.example/', /https/],
    ['ftp://receiver.example/', /https/],
    ['file:///etc/passwd', /https/],
    ['javascript:alert(1)', /https/],
    ['https://user@receiver.example/', /user name/],
    ['https://user:secret@receiver.example/', /user name/],
    ['https://receiver.example:22/', /port/],
    ['https://receiver.example:80/', /port/],
    [`https://receiver.example/${'x'.repeat(2000)}`, /2000 characters/],
    ['https://127.0.0.1/', /public internet/],
    ['https://127.1/', /public internet/],
    ['https://0x7f.0.0.1/', /public internet/],
    ['https://0x7f000001/', /public internet/],
    ['https://2130706433/', /public internet/],
    ['https://017700000001/', /public internet/],
    ['https://169.254.169.254/latest/meta-data', /public internet/],
    ['https://10.0.0.1/', /public internet/],
    ['https://[::1]/', /public internet/],
    ['https://[::ffff:127.0.0.1]/', /public internet/],
    ['https://[fe80::1]/', /public internet/],
    ['https://[fd00:ec2::254]/', /public internet/],
  ])('%s may not be', (url, problem) => expect(urlProblem(url, false)).toMatch(problem));
});

describe('where private ones are allowed', () => {
  it.each(['http://127.0.0.1:3001/', 'http://receiver.intranet/', 'https://[::1]:8443/', 'https://10.0.0.1/'])(
    '%s may be',
    (url) => expect(urlProblem(url, true)).toBeNull(),
  );
  it.each([
    ['ftp://127.0.0.1/', /https/],
    ['http://user:secret@127.0.0.1/', /user name/],
    ['http://127.0.0.1:25/', /port/],
  ])('%s may still not be', (url, problem) => expect(urlProblem(url, true)).toMatch(problem));
});
