import type { Provider, Type } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';

/** What a part of a feature brings to its module. */
export interface FeaturePart {
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
}
