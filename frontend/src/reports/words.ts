import { catalogue } from '@/lib/words'

export const t = catalogue({
  title: 'Reports', tabs: 'Reports', 'repayment-compliance': 'Repayment compliance', 'application-volume': 'Application volume', 'application-status': 'Application status',
  period: 'Period', all: 'All time', month: 'This month', fy: 'This financial year', lastFy: 'Last financial year', own: 'Own dates', from: 'From', to: 'To', badDate: 'Enter a date like 4/3/2027', bdm: 'BDM', broker: 'Broker', branch: 'Branch', any: 'Any', clear: 'Clear filters', pick: 'Choose in a calendar', filters: 'Filters', filtersOn: 'Filters ({n})',
  loading: 'Loading the report', failed: 'This report cannot be shown right now', retry: 'Try again', asOf: 'Data as of {time}', asOfNever: 'No data has arrived yet', exportCsv: 'Export CSV', exported: 'The file is saved.', showTable: 'Show as table', showChart: 'Show as chart', chartOf: 'Chart: {title}', legend: 'What is shown',
  total: 'Total', application: 'Application', client: 'Client', unassigned: 'Not assigned', rows: '{n} applications', rows_one: '1 application', rowsCut: 'Showing {n} of {total}; the export has all of them.', noRows: 'Nothing falls into this period', noRowsDetail: 'Choose a longer period, or another BDM, broker or branch.', group: 'Month', stage: 'Stage', share: 'Share',
  onTime: 'Paid on time', late: 'Paid late', overdue: 'Overdue', outstanding: 'Not due yet', due: 'Due', rate: 'On time', received: 'Received', oldest: 'Oldest overdue',
  nInstalments: '{n} instalments', nInstalments_one: '1 instalment', nPayments: '{n} payments', nPayments_one: '1 payment',
  cRate: 'Share paid on time, by month', cSplit: 'Instalments by month', cByBd: 'Share paid on time, by BDM',
  fCompliance: '{rate} of repayments were paid on time', fComplianceLate: '{rate} of repayments were paid on time; {amount} is overdue', fComplianceNone: 'No repayment fell due in this period',
  lodged: 'Lodged', settled: 'Settled', declined: 'Declined', withdrawn: 'Withdrawn', inProgress: 'Under way', conversion: 'Settled of lodged', days: 'Days to settle', nDays: '{n} days', lodgedOn: 'Lodged on', amount: 'Amount', inStage: 'Days in stage', count: 'Applications',
  cStage: 'Where they stand now', cMonths: 'Lodged and settled, by month', cBd: 'Lodged, by BDM',
  fVolume: '{n} applications for {amount} were lodged; {settled} have settled', fVolume_one: '1 application for {amount} was lodged; {settled} have settled', fVolumeNone: 'No application was lodged in this period',
  active: 'Under way', performing: 'Performing', lateLoans: 'Late', ended: 'Discharged', lost: 'Declined or withdrawn', writtenOff: 'Written off', balance: 'Balance', status: 'Status', pastDue: 'Past due', maturity: 'Ends', settledOn: 'Settled on',
  cShares: 'The whole book', cSettled: 'Settled, by month', cArrears: 'Overdue amounts, by days past due', bucketDays: '{bucket} days',
  fStatus_one: '1 loan is open, and it is late', fStatusGood_one: '1 loan is open and not late', fStatus: '{n} loans are open, {late} of them late', fStatusGood: '{n} loans are open and none is late', fStatusNone: 'No loan has settled in this period; {n} applications are under way', fStatusNone_one: 'No loan has settled in this period; 1 application is under way',
})
