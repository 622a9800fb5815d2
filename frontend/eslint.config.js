import pluginVue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import rawColour from './scripts/raw-colour.js'

const features = [
  'documents',
  'finance',
  'applications',
  'parties',
  'notifications',
  'reports',
  'admin',
]
const below = {
  lib: [],
  ui: [],
  api: ['lib'],
  forms: ['api', 'ui', 'lib'],
  session: ['api', 'forms', 'ui', 'lib'],
  live: ['api', 'session', 'lib'],
}
for (const name of features) below[name] = ['api', 'ui', 'session', 'live', 'forms', 'lib']
// An application shows its money and its documents; money shows its invoices.
below.finance.push('documents')
below.applications.push('documents', 'finance')
below.shell = ['api', 'ui', 'session', 'live', 'lib', ...features]
const folders = Object.keys(below)

/** One folder may import what stands below it, and itself. */
const borders = folders.map((name) => ({
  files: [`src/${name}/**/*.{ts,vue}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: ['../*'], message: 'Name the folder: import from @/… .' },
          {
            group: folders
              .filter((other) => other !== name && !below[name].includes(other))
              .map((other) => `@/${other}/**`),
            message: `${name} may import ${below[name].join(', ') || 'nothing of ours'} and itself only.`,
          },
        ].filter((pattern) => pattern.group.length),
      },
    ],
  },
}))

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**', 'src/api/generated/**'] },
  ...tseslint.configs.recommended,
  ...pluginVue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    plugins: { lend: { rules: { 'raw-colour': rawColour } } },
    rules: {
      'lend/raw-colour': 'error',
      'vue/no-bare-strings-in-template': [
        'error',
        { allowlist: ['·', '–', '→', '/', '%', '(', ')', ':', ',', '…', '+', '×'] },
      ],
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/no-v-html': 'error',
    },
  },
  {
    rules: {
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  // A test reads from top to bottom, and invented data is one literal.
  { files: ['**/*.test.ts', 'mocks/**'], rules: { 'max-lines-per-function': 'off' } },
  ...borders,
)
