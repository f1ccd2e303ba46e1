import { useEffect, useRef, useState } from 'react';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Button as AriaButton } from 'react-aria-components/Button';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Heading } from 'react-aria-components/Heading';
import { t } from '../text/audit.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { type Answer, type Finding, verify } from './verify-task.js';
import { VerifyResult } from './verify-result.js';

interface VerifyPanelProps {
  /** The keys that this server's log is signed with. */
  readonly servedKeys: readonly string[] | null;
  /** A file to verify at once, such as one that was just exported. */
  readonly given: File | null;
}

type State =
  | { readonly is: 'idle' }
  | { readonly is: 'busy'; readonly name: string; readonly answer: Answer | null }
  | { readonly is: 'done'; readonly name: string; readonly finding: Finding }
  | { readonly is: 'failed'; readonly message: string };

const KEY = /^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Verifies an exported file in this browser, by the verifier's own code. */
export function VerifyPanel({ servedKeys, given }: VerifyPanelProps) {
  const [typedKeys, setTypedKeys] = useState<string | null>(null);
  const [since, setSince] = useState('');
  const [state, setState] = useState<State>({ is: 'idle' });
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  const keyText = typedKeys ?? servedKeys?.join('\n') ?? '';
  const keys = linesOf(keyText);
  const isKeyRight = keys.length > 0 && keys.every((key) => KEY.test(key));

  const start = (file: File): void => {
    stop.current();
    if (!isKeyRight) return setState({ is: 'failed', message: t.audit.keyWrong });
    const { name } = file;
    setState({ is: 'busy', name, answer: null });
    // A checkpoint that was pasted may have lost the line feed at its end
    const earlier = since.trim() === '' ? '' : `${since.trimEnd()}\n`;
    stop.current = verify({ kind: 'file', file, keys, since: earlier, mayRead: true }, (answer) => {
      if (answer.kind === 'report') setState({ is: 'done', name, finding: answer });
      else if (answer.kind === 'failed') setState({ is: 'failed', message: t.audit.verifyFailed });
      else setState({ is: 'busy', name, answer });
    });
  };
  const latest = useRef(start);
  useEffect(() => {
    latest.current = start;
  });
  useEffect(() => {
    if (given !== null) latest.current(given);
  }, [given]);

  return (
    <section className="audit-panel" aria-labelledby="verify">
      <h2 id="verify">{t.audit.verify}</h2>
      <DropZone
        className="drop-zone"
        aria-label={t.audit.drop}
        onDrop={({ items }) => {
          const dropped = items.find((item) => item.kind === 'file');
          if (dropped !== undefined) void dropped.getFile().then(start);
        }}
      >
        <p>{t.audit.verifyLead}</p>
        <FileTrigger
          onSelect={(files) => {
            const file = files?.[0];
            if (file !== undefined) start(file);
          }}
        >
          <Button>{state.is === 'done' ? t.audit.verifyAgain : t.audit.choose}</Button>
        </FileTrigger>
      </DropZone>
      {state.is === 'busy' && (
        <Progress
          state={state}
          onStop={() => {
            stop.current();
            setState({ is: 'idle' });
          }}
        />
      )}
      {state.is === 'done' && <VerifyResult name={state.name} finding={state.finding} />}
      {state.is === 'failed' && <Notice tone="error">{state.message}</Notice>}
      <Disclosure className="disclosure">
        <Heading level={3}>
          <AriaButton slot="trigger" className="disclosure-button">
            <Icon name="down" />
            {t.audit.verifyOptions}
          </AriaButton>
        </Heading>
        <DisclosurePanel>
          <div className="form">
            <Field
              label={t.audit.key}
              hint={t.audit.keyHint}
              lines={2}
              value={keyText}
              onChange={setTypedKeys}
              problem={keyText === '' || isKeyRight ? undefined : t.audit.keyWrong}
            />
            <Field label={t.audit.since} hint={t.audit.sinceHint} lines={3} value={since} onChange={setSince} />
          </div>
        </DisclosurePanel>
      </Disclosure>
    </section>
  );
}

function Progress({ state: { name, answer }, onStop }: { state: State & { is: 'busy' }; onStop: () => void }) {
  const leaves = answer?.kind === 'progress' ? answer.leaves : 0;
  return (
    <div className="verify-progress">
      <p>{t.audit.verifyingOf(name)}</p>
      <progress
        aria-label={t.audit.verifyingOf(name)}
        max={1}
        value={answer === null ? 0 : answer.kind === 'progress' ? answer.share : undefined}
      />
      <p className="quiet">{answer?.kind === 'locating' ? t.audit.locating : t.audit.verifying(leaves)}</p>
      <Button look="quiet" onPress={onStop}>
        {t.audit.verifyStop}
      </Button>
    </div>
  );
}
