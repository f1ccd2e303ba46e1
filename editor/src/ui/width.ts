import { useLayoutEffect, useRef, useState } from 'react';

/** @returns what to give to an element as its ref, and the width in pixels that it has; 0 before it is there */
export function useWidth<Box extends Element>(): [React.RefObject<Box>, number] {
  const box = useRef<Box>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => setWidth(Math.floor(box.current!.getBoundingClientRect().width));
    measure(); // before the first paint
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}
