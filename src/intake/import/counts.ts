/** What became of the records of a batch, or of a file so far. */
export interface Counts {
  readonly created: number;
  readonly appearanceAdded: number;
  readonly alreadyKnown: number;
  readonly refused: number;
}

export const NONE: Counts = { created: 0, appearanceAdded: 0, alreadyKnown: 0, refused: 0 };

export const sum = (a: Counts, b: Counts): Counts => ({
  created: a.created + b.created,
  appearanceAdded: a.appearanceAdded + b.appearanceAdded,
  alreadyKnown: a.alreadyKnown + b.alreadyKnown,
  refused: a.refused + b.refused,
});

export const total = ({ created, appearanceAdded, alreadyKnown, refused }: Counts): number =>
  created + appearanceAdded + alreadyKnown + refused;
