/** The one place that talks HTTP: address, token, replay after a renewed session, and errors as Problems. */
import axios, {
  AxiosHeaders,
  type AxiosRequestConfig,
  type InternalAxiosRequestConfig,
} from 'axios'
import { asProblem } from './problem'

/** Marks this page's own changes, so that their echo over the socket is recognised. */
export const clientId = crypto.randomUUID()

export const http = axios.create({
  baseURL: import.meta.env.VITE_API_BASE_URL || '',
  timeout: 20_000,
  withCredentials: Boolean(import.meta.env.VITE_API_BASE_URL),
  headers: { 'X-Client-Id': clientId },
})

/** The session provides the token; `renew` answers whether there is a new one. */
export interface Keeper {
  token: () => string | null
  renew: () => Promise<boolean>
}
let keeper: Keeper = { token: () => null, renew: async () => false }
export const setKeeper = (next: Keeper) => (keeper = next)

type Config = InternalAxiosRequestConfig & { replayed?: boolean }
const OPEN = /^\/api\/auth\/(login|refresh|logout|register)\//

http.interceptors.request.use((config: Config) => {
  const token = keeper.token()
  if (token && !OPEN.test(config.url ?? ''))
    config.headers = AxiosHeaders.concat(config.headers, { Authorization: `Bearer ${token}` })
  return config
})

http.interceptors.response.use(undefined, async (error: unknown) => {
  const config = axios.isAxiosError(error) ? (error.config as Config | undefined) : undefined
  const expired = axios.isAxiosError(error) && error.response?.status === 401
  if (
    expired &&
    config &&
    !config.replayed &&
    !OPEN.test(config.url ?? '') &&
    (await keeper.renew())
  ) {
    return http.request({ ...config, replayed: true } as AxiosRequestConfig)
  }
  throw asProblem(error)
})

export async function get<T>(url: string, params?: object, signal?: AbortSignal): Promise<T> {
  return (await http.get<T>(url, { params, signal })).data
}

export async function post<T>(
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  return (await http.post<T>(url, body ?? {}, { headers })).data
}

/** `version` travels as If-Match, so that a change never overwrites one that was not seen. */
export async function patch<T>(url: string, body: unknown, version?: number): Promise<T> {
  const headers = version === undefined ? {} : { 'If-Match': `"${version}"` }
  return (await http.patch<T>(url, body, { headers })).data
}

export const remove = async (url: string): Promise<void> => void (await http.delete(url))

export async function put<T>(url: string, body: unknown): Promise<T> {
  return (await http.put<T>(url, body)).data
}

/** A file with its fields, however long it takes; `progress` is called with 0 to 1. */
export async function upload<T>(
  url: string,
  fields: Record<string, string | File>,
  headers: Record<string, string>,
  progress: (part: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const onUploadProgress = (event: { loaded: number; total?: number }) =>
    progress(event.total ? event.loaded / event.total : 0)
  return (await http.post<T>(url, form, { headers, signal, timeout: 0, onUploadProgress })).data
}

/** The content of a file that only a signed-in call can read. */
export async function download(url: string, params?: object): Promise<Blob> {
  return (await http.get<Blob>(url, { params, responseType: 'blob', timeout: 120_000 })).data
}
