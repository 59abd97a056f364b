import type { PlayedClass } from '../house/term.js';
import type { Try, Visit } from '../load/orders.js';

const classesPerPerson = 2;
const codes = {
  age: 'admission.too_young',
  limit: 'admission.limit_reached',
  clash: 'admission.clashes_with_own',
} as const;

/**
 * The term's rules as a plain model: for every try, which refusals were due, given what the same person was told before.
 * Returns a sentence for each answer that the model does not expect. All people are in the audience and the window is
 * open, so that only age, limit and clash can refuse.
 */
export function refusalIsDue(
  tries: readonly Try[],
  visits: readonly Visit[],
  classes: readonly PlayedClass[],
): string[] {
  const tooYoung = new Set(visits.filter((visit) => visit.tooYoung).map(({ person }) => person));
  const wrong: string[] = [];
  for (const [person, own] of byPerson(tries)) {
    const active: Try[] = [];
    for (const one of own) {
      const due = dueFor(one, active, tooYoung.has(person), classes);
      const given = one.status === 409 ? one.code : null;
      if (one.status === 201 || one.status === 409) {
        if (given === null ? due.length > 0 : !due.includes(given)) {
          wrong.push(`person ${person} was told ${given ?? one.state}, due was ${due.join(' or ') || 'no refusal'}`);
        }
      }
      if (one.status === 201) active.push(one);
    }
  }
  return wrong;
}

/** People click their wishes one after the other, so their own answers come in the order of their clicks. */
function byPerson(tries: readonly Try[]): Map<number, Try[]> {
  const people = new Map<number, Try[]>();
  for (const one of [...tries].sort((a, b) => a.clickedAt - b.clickedAt)) {
    const own = people.get(one.person);
    if (own) own.push(one);
    else people.set(one.person, [one]);
  }
  return people;
}

function dueFor(one: Try, active: readonly Try[], tooYoung: boolean, classes: readonly PlayedClass[]): string[] {
  const weekday = (index: number) => classes[index]?.weekday;
  const clashes = active.some(
    ({ state, classIndex }) => state !== 'waiting' && weekday(classIndex) === weekday(one.classIndex),
  );
  return [
    ...(tooYoung ? [codes.age] : []),
    ...(active.length >= classesPerPerson ? [codes.limit] : []),
    ...(clashes ? [codes.clash] : []),
  ];
}
