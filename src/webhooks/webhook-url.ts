import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';
import { LIMITS } from './webhook-vocabulary.js';

/** Below it are services that were never meant for the web: mail, SSH, name servers. */
const FIRST_FREE_PORT = 1024;

/** @returns the host of a URL as a resolver or a socket takes it: an IPv6 address without its brackets */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * What may be wrong with an address, as far as its text shows; where a name leads is looked at when it is connected to.
 * `new URL` has already made 0x7f.1 and 2130706433 into 127.0.0.1.
 *
 * @param allowPrivate whether http and addresses inside a private network are allowed (WEBHOOK_ALLOW_PRIVATE)
 * @returns what is wrong, as a sentence for people; null if nothing is
 */
export function urlProblem(text: string, allowPrivate: boolean): string | null {
  if (!URL.canParse(text)) return 'This is no address. It must look like https://receiver.example/path.';
  const url = new URL(text);
  if (url.href.length > LIMITS.url) return `The address may have ${LIMITS.url} characters.`;
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) {
    return 'The address must begin with https://, so that nobody reads along.';
  }
  if (url.username !== '' || url.password !== '') {
    return 'The address may not hold a user name or password. The signature proves who sends.';
  }
  const port = portOf(url);
  const isWebPort = port === 443 || (allowPrivate && port === 80);
  if (!isWebPort && port < FIRST_FREE_PORT) return `The port must be 443 or ${FIRST_FREE_PORT} and above.`;
  const host = hostOf(url);
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) {
    return 'The address is not one of the public internet, and Claimdesk sends to no others here.';
  }
  return null;
}

const portOf = ({ port, protocol }: URL): number => (port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port));
