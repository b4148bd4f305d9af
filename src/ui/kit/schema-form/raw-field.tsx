import { useState } from 'react';
import { TextArea } from '../field.tsx';
import type { ControlProps } from './field-context.ts';

/** JSON to type, for what no form can be made of. Text that is not JSON is kept as it is, and marked. */
export function RawField({
  control,
  value,
  onChange,
}: {
  readonly control: ControlProps;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}) {
  const [text, setText] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)));
  const [broken, setBroken] = useState(false);
  const change = (typed: string) => {
    setText(typed);
    if (typed.trim() === '') {
      setBroken(false);
      return onChange(undefined);
    }
    try {
      const parsed: unknown = JSON.parse(typed);
      setBroken(false);
      onChange(parsed);
    } catch {
      setBroken(true);
    }
  };
  return (
    <>
      <TextArea
        {...control}
        rows={Math.min(10, Math.max(2, text.split('\n').length))}
        spellCheck={false}
        placeholder="JSON"
        className="font-mono text-sm"
        aria-invalid={broken || control['aria-invalid']}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      {broken && <p className="text-sm text-bad-ink">This is not JSON yet; the last valid value stands.</p>}
    </>
  );
}
