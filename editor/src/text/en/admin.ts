/** What the pages of administration have in common. */
export const admin = {
  title: 'Administration',
  navigation: 'Administration',
  queues: 'Job queues',
  closePanel: 'Back to the list alone',
  discard: 'Discard',
  undone: 'Undone.',
  notUndone: (why: string): string => `It could not be undone. ${why}`,
  noAccessTitle: 'This is for chief editors',
  noAccess: 'It needs the role chief editor on every desk. Ask one of them to do it, or to give you the role.',
  stored: 'I have stored it',
  leaveTitle: 'Leave without it?',
  leave: 'It is never shown again. If it is not stored, a new one has to be made.',
  leaveBack: 'Back to it',
  leaveAnyway: 'Leave',
};
