import { Body, Controller, Delete, Get, HttpCode, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import { IsDateString, IsInt, IsPositive, Length } from 'class-validator';
import { ClinicTeam, Me, Visitor } from './access';
import { AppointmentsService } from './appointments.service';

class BookingForm {
  @IsInt() @IsPositive() doctorId!: number;
  @IsDateString({ strict: true }) startsAt!: string;
  @Length(3, 300) reason!: string;
}

class DayQuery {
  @IsDateString({ strict: true }) date!: string;
}

class NameQuery {
  @Length(2, 60) name!: string;
}

@Controller('appointments')
export class AppointmentsController {
  constructor(private readonly appointments: AppointmentsService) {}

  @Get()
  mine(@Me() me: Visitor) {
    return this.appointments.ofPatient(me.id);
  }

  @ClinicTeam()
  @Get('day')
  day(@Query() query: DayQuery) {
    return this.appointments.onDay(query.date);
  }

  @ClinicTeam()
  @Get('patients')
  patients(@Query() query: NameQuery) {
    return this.appointments.patientsNamed(query.name);
  }

  @Get(':id')
  one(@Param('id', ParseIntPipe) id: number, @Me() me: Visitor) {
    return this.appointments.one(id, me);
  }

  @Post()
  book(@Body() form: BookingForm, @Me() me: Visitor) {
    return this.appointments.book(me.id, form);
  }

  @Delete(':id')
  @HttpCode(204)
  cancel(@Param('id', ParseIntPipe) id: number, @Me() me: Visitor) {
    return this.appointments.cancel(id, me.id);
  }
}
