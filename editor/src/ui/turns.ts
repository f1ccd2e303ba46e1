/** Work of one kind of thing, such as reading a list: never two at a time. */
export class Turns {
  private work: Promise<void> | null = null;
  /** What waits for its turn, each once. */
  private readonly waiting = new Map<() => Promise<void>, Promise<void>>();

  /** @param onError told what any of it threw */
  constructor(private readonly onError: (error: unknown) => void) {}

  /** Done at once, or not at all where something is under way, and then settled with that. */
  readonly atOnce = (work: () => Promise<void>): Promise<void> => {
    this.work ??= work()
      .catch(this.onError)
      .finally(() => {
        this.work = null;
      });
    return this.work;
  };

  /** Done at once, or after what is under way; once, however often it is asked for meanwhile by the same function. */
  inTurn(work: () => Promise<void>): Promise<void> {
    if (this.work === null) return this.atOnce(work);
    const turn =
      this.waiting.get(work) ??
      this.work.then(() => {
        this.waiting.delete(work);
        return this.inTurn(work);
      });
    this.waiting.set(work, turn);
    return turn;
  }

  /** Settled when what is under way now is done. */
  async idle(): Promise<void> {
    await this.work;
  }
}
