import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';

/** OpenAPI 3.1 of every route, from the same schemas that check requests and answers. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Linli 邻里')
    .setDescription(
      'Booking for a community. Sign in with POST /sign-in/codes and POST /sign-in; the cookie or the token is then ' +
        'sent with each request. Refusals are problem+json with a stable code; their sentence follows Accept-Language.',
    )
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth('linli')
    .build();
  return SwaggerModule.createDocument(app, about, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
    standardSchemaConverter: (schema, { schemaType }) => convert(schema as z.ZodType, schemaType),
  });
}

/** `/docs` for people, `/openapi.json` for programs. */
export function serveApiDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Linli 邻里 API',
    swaggerOptions: { persistAuthorization: true, tagsSorter: 'alpha', docExpansion: 'none' },
  });
}

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it; schemas with an id become components. */
function convert(schema: z.ZodType, io: 'input' | 'output') {
  const {
    $defs = {},
    $schema: _,
    ...rest
  } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' });
  const id = schema.meta()?.id;
  const components = Object.fromEntries(Object.entries($defs).map(([name, value]) => [name, pointToComponents(value)]));
  const own = pointToComponents(rest) as Record<string, unknown>;
  if (!id) return { schema: own, components };
  delete own.id;
  return { schema: { $ref: `#/components/schemas/${id}` }, components: { ...components, [id]: own } };
}

function pointToComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointToComponents);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string'
        ? inner.replace('#/$defs/', '#/components/schemas/')
        : pointToComponents(inner),
    ]),
  );
}
