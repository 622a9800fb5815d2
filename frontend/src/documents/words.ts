import { catalogue } from '@/lib/words'

export const t = catalogue({
  title: 'Documents', upload: 'Upload', uploadTitle: 'Upload a document', generate: 'Make a letter', generated: '{name} is on file.',
  drop: 'Drop a file here, or', dropMany: 'Drop files here, or', choose: 'choose a file', chooseMany: 'choose files', dropHint: 'PDF, Word or a picture, up to 25 MB', chosen: '{name}, {size}', another: 'Choose another file',
  type: 'Type', typeOf: 'Type of {name}', file: 'File', needFile: 'Choose the file', tooBig: 'This file is larger than 25 MB. Split it or save it smaller.', wrongKind: 'Only PDF, Word and pictures can be taken.', empty: 'This file is empty.',
  signedBy: 'Signed by', needSignedBy: 'Say who signed', signedOn: 'Signed on', needSignedOn: 'Enter the day it was signed, like 4/3/2027', belongs: 'Concerns', everybody: 'All parties',
  uploaded: '{name} is on file.', progress: 'Uploading {name}', percent: '{n} %', waiting: 'Waiting', stored: 'Uploaded', failedUpload: 'Not uploaded: {detail}', retry: 'Try again', remove: 'Remove', removeOf: 'Remove {name}', problem: 'There is a problem', cancel: 'Cancel', close: 'Close',
  name: 'Name', version: 'Version', nth: 'v{n}', nthOf: 'v{n}, versions of {name}', size: 'Size', by: 'By', when: 'When', actions: 'Actions', download: 'Download', downloadOf: 'Download {name}', view: 'View', viewOf: 'View {name}', versionsOf: 'Versions of {name}', versions: 'Versions', newVersion: 'Upload a new version', newVersionOf: 'New version of {name}', more: 'More for {name}',
  signed: 'Signed by {name} on {date}', onFile: 'On file', about: 'For {what}',
  none: 'No documents yet', noneDetail: 'Letters, valuations, identification and signed forms are kept here with every version.', loading: 'Loading documents', failed: 'Documents cannot be shown right now', failedDetail: 'They are safe; only this list has to wait. {detail}', known: 'The document store does not answer. This list may be out of date; files cannot be opened right now.',
  optional: '(optional)', invoiceLater: 'The payment is recorded, but its invoice was not stored: {detail} Attach it from the list.',
  noPreview: 'This kind of file cannot be shown here.', loadingFile: 'Fetching the file', count: '{n} documents', count_one: '1 document',
})
