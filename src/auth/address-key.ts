import { isIPv6 } from 'node:net';

/** An IPv6 customer has a whole /64 (RFC 6177), so its first four groups stand for one client. */
const GROUPS_OF_A_CLIENT = 4;

const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));

/**
 * @param address IPv4 or IPv6, as the socket or a trusted proxy gave it
 * @returns what stands for one client: an IPv4 address, or the first 64 bits of an IPv6 one
 */
export function addressKey(address: string): string {
  const ip = address.split('%')[0]!.toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(ip);
  if (mapped !== null) return mapped[1]!;
  if (!isIPv6(ip)) return ip;
  const [head = '', tail = ''] = ip.split('::');
  const first = groupsOf(head);
  const last = groupsOf(tail);
  const zeros = ip.includes('::') ? Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0') : [];
  const groups = [...first, ...zeros, ...last].slice(0, GROUPS_OF_A_CLIENT);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
