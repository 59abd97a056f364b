import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Enrolments } from '../../src/evening-school/enrolments.queries.js';
import { newId } from '../../src/kernel/ids.js';
import { givenResident } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

describe('what a route answers', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => linli.stop());

  const givenAnswer = (answer: unknown) => jest.spyOn(linli.get(Enrolments), 'page').mockResolvedValue(answer as never);

  it('holds what its schema names and nothing else', async () => {
    const { http } = await givenResident(linli);
    givenAnswer({ items: [], total: 0, page: 1, size: 20, secret: 'idNumber' });
    const { status, body } = await http.get('/me/enrolments');
    expect({ status, body }).toEqual({ status: 200, body: { items: [], total: 0, page: 1, size: 20 } });
  });

  it.each([{ items: 'secret' }, null, { total: 0 }])('is a fault of ours when it does not fit: %j', async (answer) => {
    const { http } = await givenResident(linli);
    givenAnswer(answer);
    const { status, headers, text } = await http.get('/me/enrolments');
    expect(status).toBe(500);
    expect(headers.get('content-type')).toMatch('application/problem+json');
    expect(text).not.toMatch(/secret|items/);
  });

  it('is for whoever is signed in, which is asked before anything else about the request', async () => {
    const { http } = await givenResident(linli);
    const path = `/enrolments/${newId()}?no=1`;
    const answers = [await linli.anyone.get(path), await http.get(path)];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [401, 'people.sign_in_first'],
      [400, 'request.unexpected_query'],
    ]);
  });
});
