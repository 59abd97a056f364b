import { pinyin } from 'pinyin-pro';

/**
 * What people type to find a Chinese name quickly: `零基础国画` → `ljcgh`, `Python 入门（一）` → `pythonrmy`. Letters and
 * digits stay, in lower case; everything else is left out.
 */
export function pinyinInitials(name: string): string {
  const parts = pinyin(name.normalize('NFKC'), {
    pattern: 'first',
    toneType: 'none',
    type: 'array',
    nonZh: 'consecutive',
    v: true,
  });
  return parts
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
