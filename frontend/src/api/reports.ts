/** The three reports, as figures and as a file. */
import type * as R from './generated/reports'
import { download, get } from './http'

export type ReportKey = 'repayment-compliance' | 'application-volume' | 'application-status'
export interface ReportFilter {
  from?: string
  to?: string
  bd_id?: string
  broker_id?: string
  branch_id?: string
}
export interface Reports {
  'repayment-compliance': R.ComplianceReport
  'application-volume': R.VolumeReport
  'application-status': R.StatusReport
}
export type AnyReport = Reports[ReportKey]
export type { ComplianceReport, StatusReport, VolumeReport } from './generated/reports'

const at = (key: ReportKey) => `/api/reports/${key}/`
export const readReport = <K extends ReportKey>(key: K, filter: ReportFilter) =>
  get<Reports[K]>(at(key), filter)
export const downloadReport = (key: ReportKey, filter: ReportFilter) =>
  download(at(key), { ...filter, format: 'csv' })
