'use strict';
/* Keeps the page of this folder for use without internet. Network first, so a correction arrives at the next visit;
   nothing else is kept, and what stands behind the # of an address is never looked at. */
const KEPT = 'desbumi-v', PAGE = '/v', PATIENCE = 5000;

self.addEventListener('install', event => {
  event.waitUntil(caches.open(KEPT).then(kept => kept.add(PAGE)).then(() => self.skipWaiting()));
});
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', event => {
  const path = new URL(event.request.url).pathname;
  if (event.request.mode === 'navigate' && ['/v', '/v/', '/v/index.html'].includes(path)) event.respondWith(page());
});
async function page() {
  const kept = await caches.open(KEPT);
  const fresh = fetch(PAGE, { credentials: 'omit', cache: 'no-cache' }).then(async found => {
    if (found.ok) await kept.put(PAGE, found.clone());
    return found.ok ? found : null;
  }).catch(() => null);
  const late = new Promise(done => setTimeout(done, PATIENCE, null));
  return await Promise.race([fresh, late]) || await kept.match(PAGE) || await fresh || Response.error();
}
