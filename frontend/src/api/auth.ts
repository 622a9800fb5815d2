/** Signing in and out, and users for admins. */
import { get, patch, post } from './http'
import type { NewUser, Page, Refreshed, Role, Session, User, UserChange } from './types'

export interface UserFilter {
  q?: string
  role?: Role
  active?: boolean
  limit?: number
  cursor?: string
}

export const login = (email: string, password: string) =>
  post<Session>('/api/auth/login/', { email, password })
export const refresh = () => post<Refreshed>('/api/auth/refresh/')
export const logout = () => post<void>('/api/auth/logout/')
export const listUsers = (filter: UserFilter = {}) => get<Page<User>>('/api/auth/users/', filter)
export const createUser = (body: NewUser) => post<User>('/api/auth/users/', body)
export const changeUser = (id: string, body: UserChange, version: number) =>
  patch<User>(`/api/auth/users/${id}/`, body, version)
