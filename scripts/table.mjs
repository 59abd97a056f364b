/**
 * The one short table that npm start prints.
 * @param {{ address: string, config: any, demo: any, log: string }} facts
 */
export function table({ address, config, demo, log }) {
  const { SMTP_URL: smtp, SMS_URL: sms, REDIS_URL: redis } = config.env;
  const outbox = `${address}/dev/outbox`;
  const messages = [smtp ? `mail by ${new URL(smtp).host}` : '', sms ? `SMS by ${new URL(sms).host}` : outbox];
  const rows = [
    ['Linli 邻里', address],
    ['API docs', `${address}/docs`],
    ['messages', messages.filter(Boolean).join(', ')],
    ['queues', redis ? `Redis at ${new URL(redis).host}` : 'PostgreSQL'],
    ['log', log],
  ];
  if (demo) {
    rows.push(['', '']);
    rows.push(['residents', `${demo.phones.join(', ')} (the code is in the outbox)`]);
    for (const { role, email } of demo.staff) rows.push([role, email]);
    rows.push(['password', demo.password]);
    rows.push(['second factor', `now ${demo.code}; later: npm run staff -- code <e-mail>`]);
  }
  rows.push(['', ''], ['stop', 'Ctrl-C']);
  const width = Math.max(...rows.map(([name = '']) => cells(name)));
  const lines = rows.map(([name = '', value]) => `  ${name}${' '.repeat(width - cells(name))}   ${value}`.trimEnd());
  return `\n${lines.join('\n')}\n\n`;
}

/** Chinese characters take two cells of a terminal. @param {string} text */
function cells(text) {
  return [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);
}
