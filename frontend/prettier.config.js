/** The one formatter of the page; ESLint leaves layout to it. */
export default {
  semi: false,
  singleQuote: true,
  printWidth: 100,
  // Flex and grid set the gaps: a line break between two tags means nothing to the eye.
  htmlWhitespaceSensitivity: 'ignore',
}
