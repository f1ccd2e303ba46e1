// The arrows of ARCHITECTURE.md: a module imports only what stands left of it.
//   kernel → config → telemetry → database → graphql → http → { jobs, audit } → health → auth → desks → claims →
//   intake → review → { board, erasure, export, feed, views, webhooks } → metrics → app
const ORDER = [
  ['kernel'],
  ['config'],
  ['telemetry'],
  ['database'],
  ['graphql'],
  ['http'],
  ['jobs', 'audit'],
  ['health'],
  ['auth'],
  ['desks'],
  ['claims'],
  ['intake'],
  ['review'],
  ['board', 'erasure', 'export', 'feed', 'views', 'webhooks'],
  ['metrics'],
];

/** One rule for each module: what stands right of it, or beside it, is not its to import. */
const arrows = ORDER.flatMap((modules, i) =>
  modules.map((module) => {
    const closed = [...ORDER.slice(i + 1).flat(), ...modules.filter((other) => other !== module), 'cli'];
    return {
      name: `${module}-imports-only-from-the-left`,
      comment: `${module} may import ${ORDER.slice(0, i).flat().join(', ') || 'nothing of ours'}`,
      severity: 'error',
      from: { path: `^src/${module}/`, pathNot: '\\.spec\\.ts$' },
      to: { path: `^src/(${closed.join('|')})/|^src/[^/]+\\.ts$|^seeds/|^test/` },
    };
  }),
);

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules that need each other are one module.',
      severity: 'error',
      // intake-batch and its steps share the type Item, which is gone at run time
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'kernel-is-pure',
      comment: 'What everything stands on stands on nothing but node and an id generator.',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: 'node_modules', pathNot: 'node_modules/uuid' },
    },
    {
      name: 'no-entities-of-others',
      comment: "A table's entity is its module's own; others use queries and use-cases.",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/[^/]+\\.entity\\.ts$', pathNot: '^src/$1/' },
    },
    {
      name: 'verifier-stands-alone',
      comment: 'An outsider runs the one file of the verifier with nothing beside it.',
      severity: 'error',
      from: { path: '^verifier/' },
      to: { path: '.', pathNot: '^verifier/' },
    },
    {
      name: 'not-from-tests',
      comment: 'Nothing that ships imports a test.',
      severity: 'error',
      from: { path: '^(src|migrations|seeds)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^test/|\\.spec\\.ts$' },
    },
    ...arrows,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
