import { lazy, Suspense } from 'react';

/** Between two attempts at loading a part of the program, where the connection is lost. */
const RETRY_MS = 2000;
/** Then it is not the connection: the server has another version, and the page must be loaded again. */
const ATTEMPTS = 5;

type Loaded<Props> = { default: React.ComponentType<Props> };

/** Loads a part of the program. @throws where that cannot be had, after some attempts */
export async function persist<Props>(load: () => Promise<Loaded<Props>>, attempts = ATTEMPTS): Promise<Loaded<Props>> {
  try {
    return await load();
  } catch (error) {
    if (attempts <= 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return persist(load, attempts - 1);
  }
}

/** A part of a page that the first page can do without: it is loaded once it is to be shown, however long that takes. */
export function late<Props extends object>(load: () => Promise<React.ComponentType<Props>>): React.FC<Props> {
  const Part: React.ComponentType<any> = lazy(() =>
    persist(() => load().then((part) => ({ default: part })), Infinity),
  );
  return function Late(props: Props) {
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    );
  };
}
