/** What the pages of administration have in common. */
export const admin = {
  title: 'Administration',
  navigation: 'Administration',
  people: 'People',
  desks: 'Desks',
  tokens: 'API tokens',
  webhooks: 'Webhooks',
  queues: 'Job queues',
  closePanel: 'Back to the list alone',
  cancel: 'Cancel',
  discard: 'Discard',
  undone: 'Undone.',
  notUndone: (why: string): string => `It could not be undone. ${why}`,
  noAccessTitle: 'This is for chief editors',
  noAccess: 'It needs the role chief editor on every desk. Ask one of them to do it, or to give you the role.',
};
