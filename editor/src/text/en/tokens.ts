export const tokens = {
  title: 'API tokens',
};
