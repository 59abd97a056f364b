let count = 0;

/** A valid ID card number of somebody born on that day, another one each time. */
export function idCardOf(born: string): string {
  count += 1;
  const body = `320582${born.replaceAll('-', '')}${String(count % 1_000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body.charAt(index)), 0);
  return body + '10X98765432'.charAt(sum % 11);
}

/** Somebody who visits an exhibition by real name. */
export function visitor(name: string, born = '1988-03-12', priceClass = 'adult') {
  return { name, document: { type: 'id_card', number: idCardOf(born) }, priceClass };
}
