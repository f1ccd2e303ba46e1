/** What is claimed, in its own language, script and direction. */
export function Statement({ text, language, size }: { text: string; language: string; size: 'row' | 'line' | 'page' }) {
  return (
    <span className={`statement on-${size}`} lang={language} dir="auto">
      {text}
    </span>
  );
}
