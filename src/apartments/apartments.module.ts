import { Module } from '@nestjs/common';
import type { Provider, Type } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';

export const apartmentsEntities: EntityTarget<ObjectLiteral>[] = [];

const controllers: Type[] = [];

const inventory: Provider[] = [];
const policies: Provider[] = [];
const applications: Provider[] = [];
const leases: Provider[] = [];

/** The talent apartments: units, who may have one, leases from the hold to the last key. */
@Module({ controllers, providers: [...inventory, ...policies, ...applications, ...leases] })
export class ApartmentsModule {}
