// What hides the focus from a person at every stop of the tab key, or only at the present one.
const marks = style =>
  (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none';

// A mark may be drawn on the element, on its label, or around it.
function trouble(one) {
  if (!one || one === document.body) return 'is nowhere';
  const places = [one, ...(one.labels ?? [])];
  if (one.parentElement?.matches(':focus-within')) places.push(one.parentElement);
  const drawn = places.some(place =>
    marks(getComputedStyle(place)) || marks(getComputedStyle(place, '::before')) || marks(getComputedStyle(place, '::after')));
  if (!drawn) return 'is not marked';
  const box = one.getBoundingClientRect();
  if (box.width < 1 || box.height < 1) return 'is on something without size';
  if (box.bottom <= 0 || box.top >= innerHeight) return 'is outside the window';
  const middle = document.elementFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
    Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
  const own = middle && (one.contains(middle) || middle.contains(one) ||
    [...(one.labels ?? [])].some(label => label.contains(middle)));
  return own ? null : `is covered by ${middle?.tagName}`;
}

if (!arguments[0]) return trouble(document.activeElement);
const stops = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';
return [...document.querySelectorAll(stops)]
  .filter(one => !one.disabled && one.checkVisibility({ visibilityProperty: true }))
  .flatMap(one => {
    one.focus();
    const what = one === document.activeElement ? trouble(one) : null;
    return what ? [`${one.tagName.toLowerCase()} «${one.innerText || one.name}» ${what}`] : [];
  });
