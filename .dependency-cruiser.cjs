/** The rooms of `src` by floor, lowest first. A room imports only from lower floors; readers of SQL and of Prisma's output speak of the domain. */
const floors = [
  ['lib'],
  ['domain'],
  ['review', 'prisma-cli'],
  ['ports', 'render'],
  ['usecases', 'steps'],
  ['config', 'store', 'remote', 'database', 'slack', 'jobs'],
  ['app'],
];
const belowAdapters = floors.slice(0, -2).flat();
/** Rooms that decide and do nothing. */
const pure = 'lib|domain|review|prisma-cli|render';

/** What a room must not import: every other room of its own floor and of those above it. */
const floorRules = floors.flatMap((rooms, floor) =>
  rooms.map((room) => ({
    name: `floor-of-${room}`,
    comment: `${room} (floor ${floor}) imports only from lower floors`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: {
      path: `^src/(main\\.ts$|(${
        floors
          .slice(floor)
          .flat()
          .filter((other) => other !== room)
          .join('|') || 'no-room'
      })/)`,
    },
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'known-rooms',
      comment: 'every folder of src is a room with a floor',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: `^src/(main\\.ts$|(${floors.flat().join('|')})/)` },
    },
    {
      name: 'no-circles',
      comment: 'files that import each other cannot be read one after the other',
      severity: 'error',
      from: { path: '^(src|playground)/', pathNot: '^src/store/generated/' },
      to: { circular: true },
    },
    {
      name: 'src-stands-alone',
      comment: 'the product knows nothing of its tests and stand-ins',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(playground|test|scripts|bench)/' },
    },
    {
      name: 'playground-speaks-from-outside',
      comment: 'stand-ins are reached by HTTP, WebSocket and SSH, never by import',
      severity: 'error',
      from: { path: '^playground/' },
      to: { path: '^(src|test)/' },
    },
    {
      name: 'pure-rooms-touch-nothing',
      comment: 'what decides opens no file, socket or process',
      severity: 'error',
      from: { path: `^src/(${pure})/` },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|net|tls|dns|dgram|http|https|http2|child_process|worker_threads|cluster)',
      },
    },
    {
      name: 'packages-of-the-outer-world',
      comment: 'below the adapters only packages that compute, and types',
      severity: 'error',
      from: { path: `^src/(${belowAdapters.join('|')})/` },
      to: {
        dependencyTypes: ['npm', 'npm-dev'],
        pathNot: 'node_modules/(@types/)?(luxon|zod|libpg-query|@slack/types)/',
      },
    },
    {
      name: 'everything-resolves',
      comment: 'an import that resolves to nothing would pass every other rule',
      severity: 'error',
      from: { path: '^(src|playground)/' },
      to: { couldNotResolve: true, pathNot: 'generated' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
