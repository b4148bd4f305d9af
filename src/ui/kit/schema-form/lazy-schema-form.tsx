import { type ComponentProps, lazy, Suspense } from 'react';
import { SkeletonRows } from '../empty-state.tsx';

const SchemaForm = lazy(() => import('./schema-form.tsx').then((module) => ({ default: module.SchemaForm })));

/** The form, fetched when the first one is shown: most visits show none. */
export function LazySchemaForm(props: ComponentProps<typeof SchemaForm>) {
  return (
    <Suspense fallback={<SkeletonRows rows={2} height={56} />}>
      <SchemaForm {...props} />
    </Suspense>
  );
}
