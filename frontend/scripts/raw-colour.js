/** Lint rule: a .vue file names colours by their role, never by palette class or hex. */
const PALETTE =
  /\b(?:text|bg|border|ring|outline|fill|stroke|from|to|via|divide|accent|caret|decoration|shadow)-(?:slate|gray|zinc|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose|white|black)(?:-\d{2,3})?\b/g
const HEX = /(?<![\w&/])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b/gi

export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      raw: '"{{found}}" is a raw colour. Use a token: text-ink, bg-surface, border-line, text-danger …',
    },
  },
  create(context) {
    return {
      Program(node) {
        const text = context.sourceCode.text
        for (const pattern of [PALETTE, HEX]) {
          for (const hit of text.matchAll(pattern)) {
            const loc = {
              start: context.sourceCode.getLocFromIndex(hit.index),
              end: context.sourceCode.getLocFromIndex(hit.index + hit[0].length),
            }
            context.report({ node, loc, messageId: 'raw', data: { found: hit[0] } })
          }
        }
      },
    }
  },
}
