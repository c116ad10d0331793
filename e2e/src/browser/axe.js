const done = arguments[arguments.length - 1];
const runOnly = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
axe.run(document, { runOnly, resultTypes: ['violations'] }).then(
  found => done(found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.join(' ')}: ${rule.help} (${node.any.concat(node.all, node.none).map(check => check.message).join('; ')})`))),
  error => done(String(error)));
