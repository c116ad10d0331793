const room = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= room) return null;
const out = [...document.body.querySelectorAll('*')]
  .filter(one => one.getBoundingClientRect().right > room + 1)
  .filter(one => {
    for (let up = one.parentElement; up; up = up.parentElement) {
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return false;
    }
    return true;
  })
  .slice(0, 5)
  .map(one => one.tagName.toLowerCase() + (one.className ? '.' + one.className : ''));
return `${document.documentElement.scrollWidth} px wide in ${room}: ${out.join(', ')}`;
