import { Page } from '../kit/page.tsx';
import { CallLog } from './call-log.tsx';

/** Every call of every front. */
export function LogPage() {
  return (
    <Page wide title="Log" sentence="Every tool call: who made it, through what, what was asked and what came back.">
      <CallLog />
    </Page>
  );
}
