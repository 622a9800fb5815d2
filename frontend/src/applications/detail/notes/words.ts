import { catalogue } from '@/lib/words'

export const t = catalogue({
  none: 'No notes yet',
  noneDetail: 'Add a note, and set a reminder if you need one.',
  note: 'New note',
  needNote: 'Enter a note',
  reminderDate: 'Reminder date',
  add: 'Add note',
  shortcut: '{key}Enter',
  saved: 'Note added',
  savedWithReminder: 'Note added, reminder {date}',
  reminder: 'Reminder {date}',
})
