import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { rights, roleMay, staffRoles, wholeHouseRights } from '../../src/people/rights.js';
import type { Right, Role } from '../../src/people/rights.js';
import { givenResident, givenStaff, givenVenue } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';
import { routesOf, routesOfController } from '../support/routes.js';
import type { Route } from '../support/routes.js';

/** What a route leaves unsaid, in words; nothing when it says all. */
function unsaid(route: Route): string[] {
  const missing: string[] = [];
  if (route.right === undefined) missing.push('its right');
  if (route.answer === undefined) missing.push('its output schema');
  for (const { kind, schema } of route.inputs) {
    if (!schema) missing.push(`the schema of its ${kind}`);
    else if (kind !== 'param' && !isPage(route) && refusesNoUnknownField(schema))
      missing.push(`a strict schema of its ${kind}`);
  }
  if (route.path.includes(':') && !route.inputs.some((input) => input.kind === 'param')) missing.push('its parameters');
  return missing.map((thing) => `${route.name} does not state ${thing}`);
}

/** Chats and mails add parameters of their own to the address of a page, so pages put up with them. */
function isPage(route: Route): boolean {
  return typeof route.answer === 'string' && route.answer.startsWith('text/html');
}

/** Objects must be strict; a file body (a buffer) has no fields. */
function refusesNoUnknownField(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) {
    return refusesNoUnknownField(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodPipe) return refusesNoUnknownField(schema.in as z.ZodType);
  if (schema instanceof z.ZodObject) return schema.def.catchall?._zod.def.type !== 'never';
  return schema instanceof z.ZodAny || schema instanceof z.ZodUnknown || schema instanceof z.ZodRecord;
}

describe('routes', () => {
  let linli: Linli;
  let routes: Route[];
  beforeAll(async () => {
    linli = await Linli.start();
    routes = routesOf(linli);
  });
  afterAll(() => linli.stop());

  it('all state their right, their input and their output', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.flatMap(unsaid)).toEqual([]);
  });

  it('are found out when they do not', () => {
    @Controller('bad')
    class BadController {
      @Get(':id')
      read(@Param('id') id: string): string {
        return id;
      }
      @Post()
      write(): void {}
    }
    expect(routesOfController(BadController).flatMap(unsaid)).toEqual([
      'BadController.read does not state its right',
      'BadController.read does not state its output schema',
      'BadController.read does not state the schema of its param',
      'BadController.write does not state its right',
      'BadController.write does not state its output schema',
    ]);
  });

  it('are all in the API docs', async () => {
    const { body } = await linli.anyone.get('/openapi.json');
    const described = Object.entries(body.paths as Record<string, object>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const expected = routes.map((route) => `${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`);
    expect(expected.filter((route) => !described.includes(route))).toEqual([]);
  });

  it('let in each role exactly where the table of rights says so, and nobody else', async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      for (const role of ['nobody', 'resident', ...staffRoles] as const) {
        const { status, body } = await call(await callerAs(role), route);
        const expected = expectation(role, route);
        const got =
          status === 401 && body?.code === 'people.sign_in_first'
            ? 'sign in first'
            : status === 403
              ? 'not allowed'
              : 'let in';
        if (got !== expected || status >= 500)
          wrong.push(`${role} ${route.method} ${route.path}: ${got} (${status}), not ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('give what concerns the whole house to nobody who is limited to a venue', async () => {
    const { id: venueId } = await givenVenue(linli);
    const wrong: string[] = [];
    for (const route of routes.filter(({ right }) => wholeHouseRights.has(right as Right))) {
      for (const role of staffRoles) {
        const { status } = await call((await givenStaff(linli, role, { venueId })).http, route);
        if (status !== 403) wrong.push(`${role} of one venue ${route.method} ${route.path}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('that create take an Idempotency-Key, unless they hand out a secret', () => {
    const without = routes.filter(({ method, answer, creates }) => method === 'POST' && answer && !creates);
    const created = without.filter(({ name }) => statusOf(name) === 201).map(({ name }) => name);
    expect(created).toEqual(['StaffController.create']);
  });

  it('name only rights that the table knows, and every right is named by a route', () => {
    const named = new Set(routes.map((route) => route.right).filter((right) => typeof right === 'string'));
    expect([...named].filter((right) => !(right in rights))).toEqual([]);
    expect(Object.keys(rights).filter((right) => !named.has(right))).toEqual([]);
  });

  /** The status that a route answers with when all is well. */
  const statusOf = (name: string) => routes.find((route) => route.name === name)?.status;

  /** Signed in anew each time, since some routes sign out. */
  async function callerAs(role: 'nobody' | Role): Promise<HttpClient> {
    if (role === 'nobody') return linli.anyone;
    return role === 'resident' ? (await givenResident(linli)).http : (await givenStaff(linli, role)).http;
  }
});

function expectation(role: 'nobody' | Role, route: Route): 'let in' | 'sign in first' | 'not allowed' {
  if (typeof route.right !== 'string') return 'let in';
  if (role === 'nobody') return 'sign in first';
  return roleMay(role, route.right as Right) ? 'let in' : 'not allowed';
}

function call(http: HttpClient, route: Route) {
  const path = route.path.replace(/:\w+/g, '01900000-0000-7000-8000-000000000000');
  const body = ['POST', 'PUT', 'PATCH'].includes(route.method) ? {} : undefined;
  return http.send<{ code?: string }>(route.method, path, body);
}
