import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { EnsureChiefEditor } from './auth/ensure-chief-editor.js';
import { DEMO_PEOPLE, EnsureDemoEditors } from './auth/ensure-demo-editors.js';
import { generateOneTimePassword } from './auth/password.js';

/** The password of the demo people, kept beside our own Postgres, so that every start can print it. */
async function demoPassword(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'demo-password');
  // Written before the accounts are made: a start that is killed in between finds it again.
  await writeFile(file, `${generateOneTimePassword()}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (error: { code?: string }) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return (await readFile(file, 'utf8')).trim();
}

/**
 * Makes the accounts without which nobody could come in.
 *
 * @param dataDir folder of our own Postgres, which alone gets demo people; null for anybody else's
 * @returns lines that say how to sign in
 */
export async function ensureAccounts(
  app: INestApplicationContext,
  chiefEmail: string,
  dataDir: string | null,
): Promise<string[]> {
  const lines: string[] = [];
  const chief = await app.get(EnsureChiefEditor).run({ email: chiefEmail, name: 'Chief editor' });
  if (chief !== null) {
    lines.push(`  Chief editor:  ${chief.email}  one-time password: ${chief.oneTimePassword}`);
    lines.push('                 (shown only now; choose your own at the first sign-in)');
  }
  if (dataDir !== null) {
    const password = await demoPassword(dataDir);
    await app.get(EnsureDemoEditors).run(() => password);
    lines.push(`  Demo people, all with the password ${password}:`);
    for (const { email, role } of DEMO_PEOPLE) lines.push(`    ${role.padEnd(8)} ${email}`);
  }
  lines.push('  Password lost? npm run user -- reset --email ADDRESS');
  return lines;
}
