// Writes what editor/ has to know of the API, from schema.graphql.
//   node scripts/editor-types.mjs            writes it
//   node scripts/editor-types.mjs --check    changes nothing, exits with 1 if it is not that of schema.graphql
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { outputIntrospectionFile } from 'gql.tada/internal';
import { buildSchema, introspectionFromSchema, isAbstractType } from 'graphql';
import { PROJECT_DIR } from './project.mjs';

const schema = buildSchema(readFileSync(path.join(PROJECT_DIR, 'schema.graphql'), 'utf8'));

/** For the compiler: the type of every field. */
const types = outputIntrospectionFile(introspectionFromSchema(schema, { descriptions: false }), {
  fileType: '.d.ts',
  shouldPreprocess: true,
});

/** For the cache: what an interface or union may be. */
const possible = Object.values(schema.getTypeMap())
  .filter(isAbstractType)
  .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]);

const FILES = {
  'schema-types.d.ts': types,
  'possible-types.json': `${JSON.stringify(Object.fromEntries(possible), null, 2)}\n`,
};

for (const [name, text] of Object.entries(FILES)) {
  const file = path.join(PROJECT_DIR, 'editor', 'src', 'api', name);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (read(file) !== text) {
    console.error(`editor/src/api/${name} is not made of schema.graphql. Run: npm run editor-types`);
    process.exitCode = 1;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
