import { useState } from 'react';
import { t } from '../text/index.js';
import { Button } from './button.js';

/** Copies a text, and says so. */
export function CopyButton({ text, children }: { text: string; children: string }) {
  const [copied, setCopied] = useState<string | null>(null);
  return (
    <Button look="quiet" onPress={() => void navigator.clipboard.writeText(text).then(() => setCopied(text))}>
      {copied === text ? t.audit.copied : children}
    </Button>
  );
}
