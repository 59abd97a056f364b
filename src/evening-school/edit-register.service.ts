import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { newId } from '../kernel/ids.js';
import { assertMayAt, Audit, venuesWith } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { Idempotency } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { RoomInput, RoomList, TeacherList } from './classes.contract.js';
import { Room, Teacher } from './school-register.entity.js';

/** The rooms and teachers that classes are planned with. Imports add what they name; here names are corrected. */
@Injectable()
export class EditRegister {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  async rooms(actor: Actor): Promise<RoomList> {
    const venues = venuesWith(actor, 'classes.read');
    const where = venues === null ? {} : { venueId: In([...venues]) };
    return { items: await this.source.manager.find(Room, { where, order: { name: 'ASC' }, take: 1000 }) };
  }

  async teachers(): Promise<TeacherList> {
    return { items: await this.source.manager.find(Teacher, { order: { name: 'ASC' }, take: 1000 }) };
  }

  addRoom(actor: Actor, input: RoomInput, once?: OnceRequest): Promise<Room> {
    assertMayAt(actor, 'classes.edit', input.venueId);
    return this.idempotency.once(once, async (tx) => {
      const room = { id: newId(), ...input };
      await tx.insert(Room, room);
      await this.audit.record(tx, actor, { action: 'room.added', subjectId: room.id, facts: { ...input } });
      return room;
    });
  }

  addTeacher(actor: Actor, name: string, once?: OnceRequest): Promise<Teacher> {
    return this.idempotency.once(once, async (tx) => {
      const teacher = { id: newId(), name };
      await tx.insert(Teacher, teacher);
      await this.audit.record(tx, actor, { action: 'teacher.added', subjectId: teacher.id, facts: { name } });
      return teacher;
    });
  }

  renameRoom(actor: Actor, id: string, name: string): Promise<Room> {
    return this.transactions.run(async (tx) => {
      const room = await tx.findOne(Room, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!room) throw requestRefusals.not_found();
      assertMayAt(actor, 'classes.edit', room.venueId);
      await tx.update(Room, { id }, { name });
      await this.audit.record(tx, actor, { action: 'room.renamed', subjectId: id, facts: { from: room.name, name } });
      return { ...room, name };
    });
  }

  renameTeacher(actor: Actor, id: string, name: string): Promise<Teacher> {
    return this.transactions.run(async (tx) => {
      const teacher = await tx.findOne(Teacher, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!teacher) throw requestRefusals.not_found();
      await tx.update(Teacher, { id }, { name });
      const facts = { from: teacher.name, name };
      await this.audit.record(tx, actor, { action: 'teacher.renamed', subjectId: id, facts });
      return { ...teacher, name };
    });
  }
}
