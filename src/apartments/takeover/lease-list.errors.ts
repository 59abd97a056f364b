import { refusals, when } from '../../kernel/refusal.js';
import type { CellError } from '../../platform/sheets/check-sheet.rules.js';

export const leaseListRefusals = refusals('lease_list', {
  has_errors: when<{ count: number; errors: readonly CellError[] }>('not_acceptable_now', ({ count }) => ({
    zh: `租约表有 ${count} 处错误，没有导入任何内容。请按行、列修改后重新导入。`,
    en: `The lease list has ${count} errors, and nothing was imported. Correct the rows and columns named and import it again.`,
  })),
  unreadable: when<{ reason: string; reasonEn: string }>('invalid', ({ reason, reasonEn }) => ({
    zh: `无法读取租约表：${reason}`,
    en: `The lease list cannot be read: ${reasonEn}`,
  })),
});
