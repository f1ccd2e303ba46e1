import { useEffect, useRef } from 'react';

/**
 * Leads to the field at fault once there is a problem: in a long form it may be out of sight.
 *
 * @returns what the form takes as its ref
 */
export function useLeadToProblem(problem: object | null): React.RefObject<HTMLFormElement> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problem === null) return;
    const field = form.current?.querySelector<HTMLElement>('[data-invalid] :is(input, textarea)');
    if (field) field.focus();
    else form.current?.querySelector('[role="alert"]:not(:empty)')?.scrollIntoView({ block: 'nearest' });
  }, [problem]);
  return form;
}
