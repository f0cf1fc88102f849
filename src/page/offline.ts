// Registers the service worker, and keeps the page's sign true: ready only when every file is kept.

import { type Kept, offlineStore } from '../session/state/offlineState.ts';

/** Milliseconds after which a service worker that does not answer counts as none. */
const PATIENCE_MS = 5000;

export async function watch(): Promise<void> {
  offlineStore.setState({ kept: { kind: 'fetching' } });
  try {
    const registration = await navigator.serviceWorker.register('./serviceWorker.js');
    // Undefined where a browser only pretends to register.
    registration?.addEventListener('updatefound', () => void follow(registration));
    if (registration !== undefined) await follow(registration);
  } catch {
    offlineStore.setState({ kept: { kind: 'unsupported' } });
  }
}

async function follow(registration: ServiceWorkerRegistration): Promise<void> {
  const { installing } = registration;
  installing?.addEventListener('statechange', () => void report(registration));
  await report(registration);
}

async function report(registration: ServiceWorkerRegistration): Promise<void> {
  const { active, waiting } = registration;
  const kept: Kept = active === null ? { kind: 'fetching' } : keptBy(await askMissing(active));
  offlineStore.setState({ kept, update: waiting !== null && active !== null });
}

function keptBy(missing: number | null): Kept {
  if (missing === null) return { kind: 'fetching' };
  return missing === 0 ? { kind: 'ready' } : { kind: 'incomplete', missing };
}

/** Null: no answer. */
function askMissing(worker: ServiceWorker): Promise<number | null> {
  const { port1: port, port2 } = new MessageChannel();
  const answer = new Promise<number | null>((resolve) => {
    port.addEventListener('message', ({ data }: MessageEvent<unknown>) =>
      resolve(typeof data === 'number' ? data : null),
    );
  });
  const silence = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), PATIENCE_MS);
  });
  port.start();
  worker.postMessage('missing', [port2]);
  return Promise.race([answer, silence]);
}
