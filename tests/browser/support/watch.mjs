// What goes on behind a page: requests under way, and everything that the browser complains about.

import { EventEmitter, once } from 'node:events';

/** Requests that change what is seen. Pictures and styles belong to the load; event streams never end. */
const AWAITED = new Set(['document', 'fetch', 'xhr']);

/** Milliseconds for all requests of one act. */
const PATIENCE = 60_000;

/**
 * Watches all pages of a context.
 *   csp      violations of the content security policy, as the page and the console report them
 *   errors   uncaught script errors, answers of 500 and more
 *   foreign  addresses outside `origin` that a page asked for
 */
export async function watch(context, origin) {
  const complaints = { csp: [], errors: [], foreign: [], underWay: new Set(), changed: new EventEmitter() };
  await context.exposeBinding('reportPolicyViolation', (_, report) => complaints.csp.push(report));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, documentURI }) => {
      window.reportPolicyViolation(`${violatedDirective} ${blockedURI} on ${documentURI}`);
    });
  });
  context.on('console', (message) => {
    // The console speaks even where scripts are off.
    if (/content security policy/i.test(message.text())) complaints.csp.push(message.text());
  });
  context.on('weberror', (error) => complaints.errors.push(String(error.error())));
  context.on('request', (request) => {
    const { origin: asked, protocol } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && asked !== new URL(origin).origin) complaints.foreign.push(request.url());
    if (AWAITED.has(request.resourceType())) complaints.underWay.add(request);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) complaints.errors.push(`${response.status()} ${response.url()}`);
  });
  for (const end of ['requestfinished', 'requestfailed']) {
    context.on(end, (request) => {
      if (complaints.underWay.delete(request)) complaints.changed.emit('end');
    });
  }
  return complaints;
}

/** Resolves when the page is loaded, nothing awaited is under way, and scripts had a frame to show the result. */
export async function settle(page, { underWay, changed }, noScript) {
  const signal = AbortSignal.timeout(PATIENCE);
  for (;;) {
    await page.waitForLoadState('load');
    if (!noScript) await aFrame(page);
    if (underWay.size === 0) return;
    try {
      await once(changed, 'end', { signal });
    } catch (cause) {
      throw new Error(`still under way: ${[...underWay].map((request) => request.url()).join(', ')}`, { cause });
    }
  }
}

/** A page that goes away meanwhile is awaited by the next round. */
async function aFrame(page) {
  try {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  } catch (error) {
    if (!/context was destroyed|navigat/i.test(error.message)) throw error;
    await page.waitForLoadState('load');
  }
}
