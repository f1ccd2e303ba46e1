import { useEffect, useRef, useState } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { t } from '../text/audit.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { type Exported, exportLog, ExportRefusedError, save, sizeText } from './export-log.js';
import { type Filters, isFiltered, toExportQuery } from './filters.js';

interface ExportPanelProps {
  readonly filters: Filters;
  /** Called to verify what was just exported. */
  readonly onVerify: (file: File) => void;
}

type State =
  | { readonly is: 'idle' }
  | { readonly is: 'busy'; readonly entries: number; readonly bytes: number }
  | { readonly is: 'done'; readonly exported: Exported }
  | { readonly is: 'failed'; readonly message: string };

/** Progress is told at most this often. */
const TELL_EVERY_MS = 100;

/** Downloads the log, or what the filters show of it. */
export function ExportPanel({ filters, onVerify }: ExportPanelProps) {
  const [withPrivate, setWithPrivate] = useState(false);
  const [state, setState] = useState<State>({ is: 'idle' });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const start = async (): Promise<void> => {
    const controller = new AbortController();
    abort.current = controller;
    let toldAt = 0;
    setState({ is: 'busy', entries: 0, bytes: 0 });
    try {
      const exported = await exportLog(toExportQuery(filters, withPrivate), controller.signal, (entries, bytes) => {
        if (performance.now() - toldAt < TELL_EVERY_MS) return;
        toldAt = performance.now();
        setState({ is: 'busy', entries, bytes });
      });
      save(exported.file, exported.name);
      setState({ is: 'done', exported });
    } catch (error) {
      if (controller.signal.aborted) return setState({ is: 'idle' });
      const message = error instanceof ExportRefusedError ? error.message : t.audit.exportFailed;
      setState({ is: 'failed', message });
    }
  };

  return (
    <section className="audit-panel" aria-labelledby="export">
      <h2 id="export">{t.audit.export}</h2>
      <p className="hint">{isFiltered(filters) ? t.audit.exportFiltered : t.audit.exportLead}</p>
      <Checkbox className="check" isSelected={withPrivate} onChange={setWithPrivate}>
        <span className="check-box" aria-hidden="true" />
        <span>{t.audit.exportPrivate}</span>
      </Checkbox>
      <p className="stamp-actions">
        {state.is === 'busy' ? (
          <Button onPress={() => abort.current?.abort()}>{t.audit.exportCancel}</Button>
        ) : (
          <Button onPress={() => void start()}>{t.audit.exportStart}</Button>
        )}
        {state.is === 'done' && (
          <Button look="quiet" onPress={() => onVerify(new File([state.exported.file], state.exported.name))}>
            {t.audit.verifyExported}
          </Button>
        )}
      </p>
      <p className="hint" role="status">
        {state.is === 'busy' && t.audit.exporting(state.entries, sizeText(state.bytes, t.locale))}
        {state.is === 'done' && t.audit.exported(state.exported.entries, sizeText(state.exported.file.size, t.locale))}
      </p>
      {state.is === 'failed' && <Notice tone="error">{state.message}</Notice>}
    </section>
  );
}
