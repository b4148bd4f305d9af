import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from './button.tsx';

/** Copies a text. `text` may be a function when making it costs something. */
export function CopyButton({
  text,
  label = 'Copy',
  words = false,
}: {
  readonly text: string | (() => string);
  readonly label?: string;
  /** Show the label beside the icon. */
  readonly words?: boolean;
}) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const icon = copied ? <Check className="size-4 text-good-ink" /> : <Copy className="size-4" />;
  if (words) {
    return (
      <Button size="small" onClick={copy}>
        {icon} {copied ? 'Copied' : label}
      </Button>
    );
  }
  return (
    <IconButton label={copied ? 'Copied' : label} size="small" onClick={copy}>
      {icon}
    </IconButton>
  );
}
