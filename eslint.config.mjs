import tseslint from 'typescript-eslint'

const posixOnly = [
  {
    selector: "CallExpression[callee.property.name='kill']",
    message: 'Signals differ between systems: end processes through functions/platform.ts',
  },
  {
    selector: "MemberExpression[object.name='process'][property.name='platform']",
    message: 'Only functions/platform.ts and functions/cacheFolder.ts ask for the operating system',
  },
  {
    selector: 'Literal[value=/^SIG(TERM|KILL|INT|HUP|STOP|CONT)$/]',
    message: 'Signal names stand in functions/platform.ts only',
  },
  {
    selector: "Property[key.name='shell']",
    message: 'No shell strings: pass the program and its arguments',
  },
  {
    selector:
      "ImportDeclaration[source.value='node:path/posix'], MemberExpression[object.name='path'][property.name='posix']",
    message: 'Real paths are joined by node:path, which knows the system',
  },
]

const lazyOrigins = {
  selector: "SpreadElement[argument.name='origin'], SpreadElement[argument.property.name='origin']",
  message:
    "The origin of a node tells its place by getters, which a spread loses: use base/origin.ts' originWith",
}

/** Floors 0 to 4 are given the world; they do not reach for it (docs/architecture.md, invariant 3). */
const pureRooms = [
  'base',
  'protocol',
  'syntax',
  'template',
  'policy',
  'schema',
  'api',
  'definitions',
  'rules',
  'gateway',
]

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'out/**',
      'test-results/**',
      'test/fixtures/**',
      'examples/**',
      'types/**',
      'server/src/schema/generated/**',
      '**/*.mjs',
      '**/*.js',
      '**/*.cjs',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './client/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // A function of an interface may be async without awaiting: callers see a promise either way.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'A default export has no name of its own' },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['server/src/**/*.ts', 'client/src/**/*.ts'],
    ignores: ['server/src/functions/platform.ts', 'server/src/functions/cacheFolder.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'A default export has no name of its own' },
        ...posixOnly,
        lazyOrigins,
      ],
    },
  },
  {
    files: pureRooms.map(room => `server/src/${room}/**/*.ts`),
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', '!node:buffer', '!node:util', '!node:punycode'],
              message: 'Below floor 5 the world is passed in',
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'Below floor 5 the world is passed in' },
        { name: 'fetch', message: 'Use World.fetch' },
        { name: 'setTimeout', message: 'Below floor 5 the world is passed in' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Use World.now' },
        { object: 'Math', property: 'random', message: 'Use World.id' },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'vitest.config.mts'],
    rules: {
      'no-restricted-syntax': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['vitest.config.mts'], rules: { 'no-restricted-syntax': 'off' } },
)
