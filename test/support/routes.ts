import { RequestMethod } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ModulesContainer } from '@nestjs/core';
import type { z } from 'zod';
import { ANSWER, CREATES, RIGHT } from '../../src/platform/http/route.js';
import type { Linli } from './linli.js';

interface Input {
  readonly kind: 'body' | 'query' | 'param';
  readonly schema: z.ZodType | undefined;
}

/** A route as its decorators state it. */
export interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly right: string | { open: string } | undefined;
  readonly answer: z.ZodType | string | undefined;
  readonly creates: boolean;
  /** With which it answers when all is well, where it says so. */
  readonly status: number | undefined;
  readonly inputs: readonly Input[];
}

const inputKinds = new Map<number, Input['kind']>([
  [RouteParamtypes.BODY, 'body'],
  [RouteParamtypes.RAW_BODY, 'body'],
  [RouteParamtypes.QUERY, 'query'],
  [RouteParamtypes.PARAM, 'param'],
]);

/** Every route of the application, read from the controllers that Nest knows. */
export function routesOf(linli: Linli): Route[] {
  const modules = [...linli.app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()].map((wrapper) => wrapper.metatype));
  return controllers.flatMap((controller) => routesOfController(controller as new () => object));
}

/** The routes of one controller class. */
export function routesOfController(controller: new (...args: never[]) => object): Route[] {
  const base: string = Reflect.getMetadata(PATH_METADATA, controller) ?? '';
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    const method: RequestMethod | undefined =
      typeof handler === 'function' ? Reflect.getMetadata(METHOD_METADATA, handler) : undefined;
    if (method === undefined || typeof handler !== 'function') return [];
    const own: string | string[] = Reflect.getMetadata(PATH_METADATA, handler) ?? '';
    return [own].flat().map((path) => ({
      name: `${controller.name}.${name}`,
      method: RequestMethod[method],
      path: `/${[base, path]
        .map((part) => part.replace(/^\/|\/$/g, ''))
        .filter(Boolean)
        .join('/')}`,
      right: Reflect.getMetadata(RIGHT, handler),
      answer: Reflect.getMetadata(ANSWER, handler),
      status: Reflect.getMetadata(HTTP_CODE_METADATA, handler),
      creates: Reflect.getMetadata(CREATES, handler) === true,
      inputs: inputsOf(controller, name),
    }));
  });
}

function inputsOf(controller: object, method: string): Input[] {
  const args: Record<string, { schema?: z.ZodType }> =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {};
  return Object.entries(args).flatMap(([key, { schema }]) => {
    const kind = inputKinds.get(Number(key.split(':')[0]));
    return kind ? [{ kind, schema }] : [];
  });
}
