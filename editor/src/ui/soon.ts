/** From the first call on, so that what comes together is done together; as long again, by chance. */
const SOON_MS = 300;
/** Between two times, however often it is asked for. */
const EVERY_MS = 5000;

/** @returns what asks for `work` to be done soon: at once for many calls, and now and then while they go on */
export function soon(work: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let doneAt = -Infinity;
  return () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        doneAt = performance.now();
        void work();
      },
      Math.max(SOON_MS * (1 + Math.random()), EVERY_MS - (performance.now() - doneAt)),
    );
  };
}
