import { refusals, when } from '../../kernel/refusal.js';
import { yuan } from '../../kernel/money.js';
import type { Fen } from '../../kernel/money.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';

export const leavingRefusals = refusals('leaving', {
  not_possible_on: when<{ earliest: PlainDate; latest: PlainDate }>('conflict', ({ earliest, latest }) => ({
    zh: `退租日须在 ${dateInWords(earliest).zh} 至 ${dateInWords(latest).zh} 之间。`,
    en: `The day to leave must be from ${dateInWords(earliest).en} to ${dateInWords(latest).en}.`,
  })),
  ends_before: when<{ endsOn: PlainDate }>('conflict', ({ endsOn }) => ({
    zh: `这份租约 ${dateInWords(endsOn).zh} 到期，已来不及提前退租。`,
    en: `This lease ends on ${dateInWords(endsOn).en}; it can no longer be ended before.`,
  })),
  move_not_possible_on: when<{ earliest: PlainDate; latest: PlainDate }>('conflict', ({ earliest, latest }) => ({
    zh: `换房日须在 ${dateInWords(earliest).zh} 至 ${dateInWords(latest).zh} 之间。`,
    en: `The day of the move must be from ${dateInWords(earliest).en} to ${dateInWords(latest).en}.`,
  })),
  ends_before_a_move: when<{ endsOn: PlainDate }>('conflict', ({ endsOn }) => ({
    zh: `这份租约 ${dateInWords(endsOn).zh} 到期，已来不及换房；可先续租，再在新租约上换房。`,
    en: `This lease ends on ${dateInWords(endsOn).en}, too soon for a move; renew it first and move on the next lease.`,
  })),
  cannot_move: when<{ state: string }>('conflict', () => ({
    zh: '只有履行中的租约可以换房。',
    en: 'Only the tenant of a lease in force can move to another unit.',
  })),
  not_in_force: when<{ state: string }>('conflict', () => ({
    zh: '只有履行中的租约可以退租。',
    en: 'Only a lease that is in force can be ended.',
  })),
  leaving_already: when('conflict', () => ({
    zh: '这份租约已办理提前退租，撤回后才能再办。',
    en: 'This lease is to end early already; take that back first.',
  })),
  happens_later: when<{ happenedOn: PlainDate }>('conflict', ({ happenedOn }) => ({
    zh: `${dateInWords(happenedOn).zh} 还没有到。`,
    en: `${dateInWords(happenedOn).en} is still to come.`,
  })),
  nothing_to_take_back: when('conflict', () => ({
    zh: '没有可以撤回的退租通知。',
    en: 'There is no notice to take back.',
  })),
  given_by_house: when('conflict', () => ({
    zh: '提前退租由公寓管理处办理，请与管理处联系。',
    en: 'The apartment office ends this lease; talk to them.',
  })),
  too_late_to_take_back: when<{ leaveOn: PlainDate }>('conflict', ({ leaveOn }) => ({
    zh: `退租日 ${dateInWords(leaveOn).zh} 已到，不能撤回。`,
    en: `The day to leave, ${dateInWords(leaveOn).en}, has come; the notice stands.`,
  })),
  let_to_another: when('conflict', () => ({
    zh: '这套房退租后的日期已有人承租，不能撤回。',
    en: 'Somebody else has the unit after that day; the notice stands.',
  })),
  keys_not_back_yet: when('conflict', () => ({
    zh: '钥匙交还后才能结算押金。',
    en: 'The deposit is settled once the keys are back.',
  })),
  deposit_goes_on: when<{ nextId: string }>('conflict', () => ({
    zh: '押金已转入下一份租约，届时再结算。',
    en: 'The deposit goes on with the next lease and is settled with that.',
  })),
  no_deposit: when('conflict', () => ({
    zh: '这份租约没有已交的押金。',
    en: 'No deposit was paid for this lease.',
  })),
  more_than_deposit: when<{ deductedFen: Fen; depositFen: Fen }>('conflict', ({ deductedFen, depositFen }) => ({
    zh: `扣款 ${yuan(deductedFen)} 元超过已交押金 ${yuan(depositFen)} 元。`,
    en: `The deductions of ${yuan(deductedFen)} yuan are more than the deposit of ${yuan(depositFen)} yuan.`,
  })),
  not_inspected: when('conflict', () => ({
    zh: '扣款所指的项目不在这份租约已出具的退租验房单上。',
    en: 'A deduction names an item that is not in the check-out of this lease, or that the tenant was not shown yet.',
  })),
  moving_already: when('conflict', () => ({
    zh: '这份租约正在换房，请在新租约上办理。',
    en: 'The tenant of this lease moves to another unit; the new lease is the one to renew.',
  })),
  tenant_died: when('conflict', () => ({
    zh: '租客已去世，请先处理同住人是否继续承租。',
    en: 'The tenant has died; decide first whether a co-resident continues the lease.',
  })),
  same_unit: when('conflict', () => ({
    zh: '请选择另一套房。',
    en: 'Choose a unit other than the one they have.',
  })),
  moved_from_changed: when('conflict', () => ({
    zh: '原租约已有变动，换房作废，请与公寓管理处联系。',
    en: 'The lease that this one takes the place of has changed since; talk to the apartment office.',
  })),
  settled_already: when('conflict', () => ({
    zh: '押金已经结算。',
    en: 'The deposit has been settled already.',
  })),
});

constraintKeeps('lease_notices_one_at_a_time', leavingRefusals.leaving_already);
constraintKeeps('deposit_settlements_one_per_lease', leavingRefusals.settled_already);
constraintKeeps('deposit_settlements_one_per_deposit', leavingRefusals.settled_already);
