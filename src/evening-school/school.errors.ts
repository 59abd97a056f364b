import { refusals, when } from '../kernel/refusal.js';
import type { Text } from '../kernel/text.js';
import { momentInWords, timeOfDay } from '../kernel/time.js';
import type { Temporal } from '../kernel/time.js';
import { constraintKeeps } from '../platform/database/constraint-refusals.js';
import type { CellError } from '../platform/sheets/check-sheet.rules.js';

/** The session that stands in the way. */
export interface OtherSession {
  readonly sessionId: string;
  readonly course: string;
  readonly courseEn: string;
  readonly number: number;
  readonly room: string;
  readonly teacher: string;
  readonly startsAt: Temporal.ZonedDateTime;
  readonly endsAt: Temporal.ZonedDateTime;
}

function otherInWords({ course, courseEn, number, startsAt, endsAt }: OtherSession): Text {
  const until = timeOfDay(endsAt.toPlainTime());
  return {
    zh: `“${course}”第 ${number} 次课（${momentInWords(startsAt).zh}–${until}）`,
    en: `session ${number} of "${courseEn}" (${momentInWords(startsAt).en}–${until})`,
  };
}

export const schoolRefusals = refusals('school', {
  room_taken: when<{ room: string; other: OtherSession | null }>('conflict', ({ room, other }) => ({
    zh: `${room}当时已安排${other ? otherInWords(other).zh : '别的课'}。请换时间或教室。`,
    en: `${room} is taken by ${other ? otherInWords(other).en : 'another session'}; choose another time or room.`,
  })),
  teacher_taken: when<{ teacher: string; other: OtherSession | null }>('conflict', ({ teacher, other }) => ({
    zh: `${teacher}当时要上${other ? otherInWords(other).zh : '别的课'}。请换时间或教师。`,
    en: `${teacher} teaches ${other ? otherInWords(other).en : 'another session'} then; choose another time or teacher.`,
  })),
  room_taken_meanwhile: when('conflict', () => ({
    zh: '教室刚刚被占用，请刷新后重试。',
    en: 'The room was taken just now; load again and try once more.',
  })),
  teacher_taken_meanwhile: when('conflict', () => ({
    zh: '教师刚刚被安排了别的课，请刷新后重试。',
    en: 'The teacher was booked just now; load again and try once more.',
  })),
  course_list_has_errors: when<{ count: number; errors: readonly CellError[] }>('not_acceptable_now', ({ count }) => ({
    zh: `课程表有 ${count} 处错误，没有导入任何内容。请按行、列修改后重新导入。`,
    en: `The course list has ${count} errors, and nothing was imported. Correct the rows and columns named and import it again.`,
  })),
  course_list_unreadable: when<{ reason: string; reasonEn: string }>('invalid', ({ reason, reasonEn }) => ({
    zh: `无法读取课程表：${reason}`,
    en: `The course list cannot be read: ${reasonEn}`,
  })),
  term_name_in_use: when('conflict', () => ({
    zh: '已有同名学期。',
    en: 'There is a term of this name already.',
  })),
  enrolment_outlasts_term: when('invalid', () => ({
    zh: '报名截止不能晚于学期的最后一天。',
    en: 'Enrolment must close by the last day of the term.',
  })),
  dates_not_in_order: when('invalid', () => ({
    zh: '结束须在开始之后，报名截止须在报名开始之后，最大年龄不能小于最小年龄。',
    en: 'The end must come after the start, the closing of enrolment after its opening, and the oldest age not below the youngest.',
  })),
  term_has_begun_classes: when('conflict', () => ({
    zh: '学期已有班级，不能再改场馆和日期。',
    en: 'The term has classes already; its venue and dates cannot change any more.',
  })),
  too_few_evenings: when<{ course: string; sessionCount: number; endsOn: string }>(
    'conflict',
    ({ sessionCount, endsOn }) => ({
      zh: `学期到 ${endsOn} 结束，除去节假日不够 ${sessionCount} 次课。`,
      en: `The term ends on ${endsOn}; without the holidays there are fewer than ${sessionCount} evenings.`,
    }),
  ),
  not_a_draft: when('conflict', () => ({
    zh: '班级已发布，这项内容不能再改。',
    en: 'The class is published; this cannot change any more.',
  })),
  class_is_cancelled: when('conflict', () => ({
    zh: '班级已取消。',
    en: 'The class is cancelled.',
  })),
  class_is_there: when<{ reference: string | null }>('conflict', ({ reference }) => ({
    zh: `这位教师在本学期的同一星期、同一时间已有这门课的班级${reference ? `（${reference}）` : ''}。请换教师。`,
    en: `The teacher has a class of this course at this weekday and hour of the term already${reference ? ` (${reference})` : ''}; choose another teacher.`,
  })),
  minimum_above_capacity: when<{ minimum: number; capacity: number }>('invalid', () => ({
    zh: '最少开班人数不能大于名额。',
    en: 'The minimum cannot be above the capacity.',
  })),
  no_such_room: when('not_found', () => ({
    zh: '这个场馆没有这间教室。',
    en: 'The venue has no such room.',
  })),
  no_such_teacher: when('not_found', () => ({
    zh: '没有这位教师。',
    en: 'There is no such teacher.',
  })),
  name_in_use: when('conflict', () => ({
    zh: '这个名称已有。',
    en: 'This name is in use already.',
  })),
  session_is_over: when('conflict', () => ({
    zh: '这次课已经开始或结束，不能再改。',
    en: 'The session has begun or is over; it cannot change any more.',
  })),
  not_into_the_past: when('invalid', () => ({
    zh: '不能改到过去的时间。',
    en: 'A session cannot be moved into the past.',
  })),
  session_is_cancelled: when('conflict', () => ({
    zh: '这次课已取消。先恢复，再改时间。',
    en: 'The session is cancelled; restore it before moving it.',
  })),
  session_is_scheduled: when('conflict', () => ({
    zh: '这次课没有取消。',
    en: 'The session is not cancelled.',
  })),
  session_not_begun: when('conflict', () => ({
    zh: '还没开课，不能登记考勤。',
    en: 'The session has not begun; attendance cannot be recorded yet.',
  })),
  not_a_learner: when<{ residentIds: string[] }>('invalid', () => ({
    zh: '名单中有人不是这个班的学员。',
    en: 'Somebody on the list is not a learner of this class.',
  })),
  day_outside_year: when<{ date: string; year: number }>('invalid', ({ date, year }) => ({
    zh: `${date} 不在 ${year} 年。`,
    en: `${date} is not in ${year}.`,
  })),
  day_twice: when<{ date: string }>('invalid', ({ date }) => ({
    zh: `${date} 出现了两次。`,
    en: `${date} is given twice.`,
  })),
});

constraintKeeps('terms_one_per_name', schoolRefusals.term_name_in_use);
constraintKeeps('classes_each_once_a_term', () => schoolRefusals.class_is_there({ reference: null }));
constraintKeeps('class_sessions_one_per_room_at_a_time', schoolRefusals.room_taken_meanwhile);
constraintKeeps('class_sessions_one_per_teacher_at_a_time', schoolRefusals.teacher_taken_meanwhile);
constraintKeeps('rooms_one_per_name_and_venue', schoolRefusals.name_in_use);
constraintKeeps('teachers_one_per_name', schoolRefusals.name_in_use);
