export const board = {
  title: (desk: string): string => `Board · ${desk}`,
};
