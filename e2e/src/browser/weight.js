const page = performance.getEntriesByType('navigation')[0];
const all = [page, ...performance.getEntriesByType('resource')];
const fetched = all.filter(one => one.transferSize > 0);
return {
  bytes: fetched.reduce((sum, one) => sum + one.transferSize, 0),
  requests: fetched.length,
  usable_ms: Math.round(page.domInteractive - page.startTime),
  loaded_ms: Math.round(page.loadEventEnd - page.startTime),
};
