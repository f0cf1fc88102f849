// Parts of the page whose code comes after the first load. Where it cannot be had, the page says so
// and goes on without.

import { type ComponentType, lazy, Suspense, use, useLayoutEffect } from 'react';
import { SessionContext } from './sessionContext.ts';
import './lazyPart.css';

/** What fetches each part. */
const FETCHERS: (() => Promise<unknown>)[] = [];

/** Fetches all parts that are not here yet, so that what is opened later needs no network. */
export async function fetchParts(): Promise<void> {
  await Promise.allSettled(FETCHERS.map((fetcher) => fetcher()));
}

/**
 * `load`: one `import()`; it is asked once, when the part is first shown. `Waiting` stands in its
 * place until it has come, and the page is not idle meanwhile.
 */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Waiting: ComponentType = Nothing,
): ComponentType<P> {
  FETCHERS.push(load);
  const missing: ComponentType<P> = PartMissing;
  const Part: ComponentType<P> = lazy(() =>
    load().then(
      (loaded) => ({ default: loaded }),
      () => ({ default: missing }),
    ),
  );
  return function LazyPart(props: P) {
    return (
      <Suspense fallback={<Awaited Waiting={Waiting} />}>
        <Part {...props} />
      </Suspense>
    );
  };
}

function Awaited({ Waiting }: { readonly Waiting: ComponentType }) {
  const session = use(SessionContext);
  useLayoutEffect(() => session?.awaitPart(), [session]);
  return <Waiting />;
}

function Nothing() {
  return null;
}

/** Browsers remember that a module failed: only a new page asks for it again. */
function PartMissing() {
  return (
    <div role="alert" className="part-missing">
      <p>
        A part of the page could not be loaded. Check the network, then load the page again: the run
        and your texts stay.
      </p>
      <button type="button" className="button" onClick={() => location.reload()}>
        Load the page again
      </button>
    </div>
  );
}
