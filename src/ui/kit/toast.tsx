import { X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { IconButton } from './button.tsx';
import { describeProblem } from './describe-problem.ts';

type Toast = { readonly id: number; readonly tone: 'plain' | 'bad'; readonly text: string; readonly code?: string };
export type Toaster = { readonly say: (text: string) => void; readonly complain: (error: unknown) => void };

const ToastContext = createContext<Toaster>({ say: () => {}, complain: () => {} });

/** Says briefly what was done, or what went wrong with something that has no place of its own on the page. */
export function useToast(): Toaster {
  return useContext(ToastContext);
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const nextId = useRef(0);
  const dismiss = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const toaster = useMemo<Toaster>(() => {
    const add = (toast: Omit<Toast, 'id'>, seconds: number) => {
      const id = nextId.current++;
      setToasts((all) => [...all.slice(-2), { ...toast, id }]);
      setTimeout(() => dismiss(id), seconds * 1000);
    };
    return {
      say: (text) => add({ tone: 'plain', text }, 4),
      complain: (error) => {
        const { sentence, code } = describeProblem(error);
        add({ tone: 'bad', text: sentence, code }, 10);
      },
    };
  }, [dismiss]);
  return (
    <ToastContext value={toaster}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="pointer-events-none fixed right-4 bottom-4 z-60 flex w-90 max-w-[calc(100vw-32px)] flex-col gap-2"
      >
        {toasts.map((toast) => (
          <div
            key={toast.id}
            className="pointer-events-auto flex animate-appear items-start gap-2 rounded-lg border bg-raised py-2 pr-2 pl-4 shadow-pop"
          >
            <div className="min-w-0 flex-1 py-1">
              <p className="text-base">{toast.text}</p>
              {toast.code && <p className="font-mono text-xs text-bad-ink">{toast.code}</p>}
            </div>
            <IconButton label="Dismiss" size="small" onClick={() => dismiss(toast.id)}>
              <X />
            </IconButton>
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
