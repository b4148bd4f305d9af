import { addsShared, type Behaviour, readsShared, type ToolLabels } from '../../connector-kit/index.ts';

/** Reading files changes nothing and reaches nobody; what they hold may have been written by anybody. */
export const reads: Behaviour = { ...readsShared, annotations: { ...readsShared.annotations, openWorldHint: false } };

/** Writing stays on this machine. */
export const writesLabels: ToolLabels = addsShared.labels;
