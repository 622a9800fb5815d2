import { defineConfig } from '@hey-api/openapi-ts'

const services = [
  'auth',
  'applications',
  'parties',
  'notifications',
  'finance',
  'documents',
  'reports',
]

export default defineConfig(
  services.map((name) => ({
    input: `./openapi/${name}.json`,
    output: { path: `src/api/generated/${name}`, clean: true },
    plugins: ['@hey-api/typescript'],
  })),
)
