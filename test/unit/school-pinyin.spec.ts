import { describe, expect, it } from '@jest/globals';
import { pinyinInitials } from '../../src/evening-school/pinyin.js';

describe('pinyin initials of a course name', () => {
  it.each([
    ['零基础国画', 'ljcgh'],
    ['八段锦与太极', 'bdjytj'],
    ['中式面点与烘焙', 'zsmdyhb'],
    ['绿植养护', 'lzyh'],
  ])('%s → %s', (name, initials) => {
    expect(pinyinInitials(name)).toBe(initials);
  });

  it('read a character as its word does', () => {
    expect(pinyinInitials('声乐基础')).toBe('syjc');
    expect(pinyinInitials('快乐英语')).toBe('klyy');
    expect(pinyinInitials('长笛')).toBe('cd');
    expect(pinyinInitials('成长课')).toBe('czk');
  });

  it('keep letters and digits in lower case and leave out the rest', () => {
    expect(pinyinInitials('Python 入门（一）')).toBe('pythonrmy');
    expect(pinyinInitials('ＡＩ绘画 2 级 🎨')).toBe('aihh2j');
    expect(pinyinInitials('！？')).toBe('');
  });
});
