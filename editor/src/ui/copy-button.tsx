import { useState } from 'react';
import { t } from '../text/index.js';
import { Button } from './button.js';

/** Copies a text, and says so, or that it cannot: browsers copy nothing on pages that come unencrypted. */
export function CopyButton({ text, children }: { text: string; children: string }) {
  const [answer, setAnswer] = useState<{ text: string; isCopied: boolean } | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setAnswer({ text, isCopied: true });
    } catch {
      setAnswer({ text, isCopied: false });
    }
  };
  const isFresh = answer?.text === text;
  return (
    <Button look="quiet" onPress={() => void copy()}>
      {isFresh ? (answer.isCopied ? t.common.copied : t.common.notCopied) : children}
    </Button>
  );
}
