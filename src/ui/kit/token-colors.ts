import { useMemo, useSyncExternalStore } from 'react';

/** Names of colour tokens as they stand in tokens.css, without `--color-`. */
type TokenName = string;

/**
 * Tokens as `#rrggbb` or `#rrggbbaa` for what draws outside of CSS (the editor, charts): it knows neither oklch nor
 * light-dark(). They are read anew when the theme changes.
 */
export function useTokenColors<Name extends TokenName>(
  names: readonly Name[],
): { readonly scheme: 'light' | 'dark'; readonly colors: Readonly<Record<Name, string>> } {
  const scheme = useSyncExternalStore(subscribe, readScheme);
  const colors = useMemo(() => readColors(names, scheme), [names, scheme]);
  return { scheme, colors };
}

function readScheme(): 'light' | 'dark' {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return darkQuery().matches ? 'dark' : 'light';
}

function subscribe(notify: () => void): () => void {
  const observer = new MutationObserver(notify);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const query = darkQuery();
  query.addEventListener('change', notify);
  return () => {
    observer.disconnect();
    query.removeEventListener('change', notify);
  };
}

function readColors<Name extends TokenName>(names: readonly Name[], scheme: 'light' | 'dark'): Readonly<Record<Name, string>> {
  const probe = document.body.appendChild(document.createElement('span'));
  probe.style.colorScheme = scheme;
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const hex = (name: Name): string => {
    probe.style.color = `var(--color-${name})`;
    if (context === null) return '#808080';
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
    const parts = alpha === 255 ? [red, green, blue] : [red, green, blue, alpha];
    return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  };
  const colors = Object.fromEntries(names.map((name) => [name, hex(name)]));
  probe.remove();
  return colors as Record<Name, string>; // fromEntries forgets the names
}

const darkQuery = () => window.matchMedia('(prefers-color-scheme: dark)');
