export const reassign = {
  button: 'Reassign',
  title: 'Who may take it',
  who: 'Assign to',
  anyone: 'Anyone of the desk',
  now: (name: string): string => `${name} (now)`,
  endsLease: (name: string): string =>
    `${name} holds it. Their hold ends at once; what they wrote stays on their computer.`,
  endsOwnLease: 'You hold it. Your hold ends at once; what you wrote stays on this computer.',
  submit: 'Assign',
  free: 'Free it for all',
  doneTo: (name: string): string => `Assigned to ${name}`,
  doneFree: 'Anyone of the desk may take it now',
};
