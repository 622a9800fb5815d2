import { catalogue } from '@/lib/words'

export const t = catalogue({
  path: 'Stage {n} of {of}: {stage}',
  title: 'Change stage',
  current: 'Current stage: {stage}',
  intro: 'Current stage: {stage}. Blocked stages show what’s missing.',
  blocked: 'Before you can continue:',
  reason: 'Reason',
  chooseReason: 'Choose a reason',
  note: 'Note',
  back: 'Back',
  close: 'Close',
  final: 'This can’t be undone.',
  changed: 'Stage changed to {stage}',
  undo: 'Undo',
  undone: 'Undone. Back to {stage}.',
  undoFailed: 'This couldn’t be undone. {detail}',
})
