import { Body, Controller, Get, Param, Patch, Post, Put } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../kernel/contract.js';
import type { Language } from '../kernel/text.js';
import { Caller, Needs } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { xlsxType, xlsxFile } from '../platform/http/files.js';
import { Once } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { Answers, AnswersFile, Creates, Speaks } from '../platform/http/route.js';
import { nameInput, roomInput, roomList, roomView, teacherList, teacherView } from './classes.contract.js';
import type { RoomInput, RoomList, TeacherList } from './classes.contract.js';
import { EditRegister } from './edit-register.service.js';
import { RecordAttendance } from './record-attendance.service.js';
import { attendanceInput, attendanceView, rosterView } from './roster.contract.js';
import type { AttendanceInput, AttendanceView, RosterView } from './roster.contract.js';
import { RosterQueries } from './roster.queries.js';
import { ExportRoster } from './roster.xlsx.js';
import type { Room, Teacher } from './school-register.entity.js';

interface ById {
  id: string;
}

@ApiTags('school: rosters')
@Controller()
export class RegisterController {
  constructor(
    private readonly rosters: RosterQueries,
    private readonly exportRoster: ExportRoster,
    private readonly record: RecordAttendance,
    private readonly register: EditRegister,
  ) {}

  @Get('classes/:id/roster')
  @Needs('rosters.read')
  @Answers(rosterView)
  @ApiOperation({ summary: 'Who is in a class, who waits, and how often they came' })
  roster(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<RosterView> {
    return this.rosters.roster(actor, id);
  }

  @Get('classes/:id/roster.xlsx')
  @Needs('rosters.read')
  @AnswersFile(xlsxType)
  @ApiOperation({ summary: 'The roster as a sheet to print, with a column for each evening' })
  async rosterSheet(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Speaks() language: Language,
  ): Promise<StreamableFile> {
    return xlsxFile(await this.exportRoster.run(actor, id, language));
  }

  @Get('class-sessions/:id/attendance')
  @Needs('attendance.record')
  @Answers(attendanceView)
  @ApiOperation({ summary: 'Who came to an evening' })
  attendance(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<AttendanceView> {
    return this.rosters.attendance(actor, id);
  }

  @Put('class-sessions/:id/attendance')
  @Needs('attendance.record')
  @Answers(attendanceView)
  @ApiOperation({ summary: 'Record who came; leave stays leave unless the learner came after all' })
  recordAttendance(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: attendanceInput }) body: AttendanceInput,
  ): Promise<AttendanceView> {
    return this.record.run(actor, id, body);
  }

  @Get('rooms')
  @Needs('classes.read')
  @Answers(roomList)
  @ApiOperation({ summary: 'Rooms' })
  rooms(@Caller() actor: Actor): Promise<RoomList> {
    return this.register.rooms(actor);
  }

  @Post('rooms')
  @Needs('classes.edit')
  @Creates()
  @Answers(roomView, 201)
  @ApiOperation({ summary: 'Add a room' })
  addRoom(
    @Caller() actor: Actor,
    @Body({ schema: roomInput }) body: RoomInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<Room> {
    return this.register.addRoom(actor, body, once);
  }

  @Patch('rooms/:id')
  @Needs('classes.edit')
  @Answers(roomView)
  @ApiOperation({ summary: 'Rename a room' })
  renameRoom(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: nameInput }) { name }: { name: string },
  ): Promise<Room> {
    return this.register.renameRoom(actor, id, name);
  }

  @Get('teachers')
  @Needs('classes.read')
  @Answers(teacherList)
  @ApiOperation({ summary: 'Teachers' })
  teachers(): Promise<TeacherList> {
    return this.register.teachers();
  }

  @Post('teachers')
  @Needs('classes.edit')
  @Creates()
  @Answers(teacherView, 201)
  @ApiOperation({ summary: 'Add a teacher' })
  addTeacher(
    @Caller() actor: Actor,
    @Body({ schema: nameInput }) { name }: { name: string },
    @Once() once: OnceRequest | undefined,
  ): Promise<Teacher> {
    return this.register.addTeacher(actor, name, once);
  }

  @Patch('teachers/:id')
  @Needs('classes.edit')
  @Answers(teacherView)
  @ApiOperation({ summary: 'Rename a teacher' })
  renameTeacher(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: nameInput }) { name }: { name: string },
  ): Promise<Teacher> {
    return this.register.renameTeacher(actor, id, name);
  }
}
