import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { loadEnv } from 'vite'
import { defineConfig } from 'vitest/config'

const src = fileURLToPath(new URL('./src', import.meta.url))

export default defineConfig(({ mode }) => {
  const target = loadEnv(mode, process.cwd(), '').DEV_PROXY || 'http://127.0.0.1:8080'
  const proxy = { '/api': { target }, '/ws': { target, ws: true } }
  return {
    plugins: [vue(), tailwindcss()],
    resolve: { alias: { '@@': fileURLToPath(new URL('./mocks', import.meta.url)), '@': src } },
    server: { port: 5173, proxy },
    preview: { port: 4173, proxy },
    build: {
      target: 'es2022',
      assetsInlineLimit: 0,
      manifest: true,
      modulePreload: { polyfill: false },
    },
    test: {
      environment: 'happy-dom',
      environmentOptions: { happyDOM: { url: 'http://lend.test/' } },
      setupFiles: ['mocks/setup.ts'],
      include: ['src/**/*.test.ts'],
      env: { TZ: 'Australia/Perth' },
      maxWorkers: 1,
      testTimeout: 40_000, // a busy machine is slow, not wrong
      coverage: {
        provider: 'v8',
        include: ['src/**/*.{ts,vue}'],
        exclude: ['src/api/generated/**', 'src/main.ts', 'src/**/*.test.ts', 'src/api/types.ts'],
        reporter: ['text-summary', 'json-summary'],
        thresholds: { lines: 80 },
      },
    },
  }
})
