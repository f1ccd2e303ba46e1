export const desks = {
  title: 'Desks',
};
