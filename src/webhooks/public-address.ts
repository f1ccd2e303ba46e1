import { BlockList, isIP } from 'node:net';

/**
 * Addresses that are not somebody's on the internet: RFC 6890 and the IANA special-purpose address registries, plus
 * multicast and the cloud's own. 169.254.0.0/16 holds the metadata services of AWS, Google and Azure, 100.64.0.0/10
 * that of Alibaba, 192.0.0.0/24 that of Oracle.
 */
const CLOSED_IPV4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared, behind carriers' NAT
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // Azure's own, on every virtual machine
  '169.254.0.0/16', // link-local
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and the broadcast address
];

/** All that is global unicast. Loopback, private, link-local, multicast and IPv4-mapped addresses lie outside of it. */
const OPEN_IPV6 = '2000::/3';
const CLOSED_IPV6 = [
  '2001::/23', // protocol assignments: Teredo, benchmarks, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, which carries an IPv4 address
  '3fff::/20', // documentation
];

function listOf(family: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split('/') as [string, string];
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const closedIpv4 = listOf('ipv4', CLOSED_IPV4);
const openIpv6 = listOf('ipv6', [OPEN_IPV6]);
const closedIpv6 = listOf('ipv6', CLOSED_IPV6);

/**
 * @param address an IP address as text, as a resolver or `new URL()` writes it
 * @returns whether it is somebody's on the internet; false for anything that is no address
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closedIpv4.check(address, 'ipv4');
    case 6:
      return openIpv6.check(address, 'ipv6') && !closedIpv6.check(address, 'ipv6');
    default:
      return false;
  }
}
