import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, Column, Entity, PrimaryGeneratedColumn, Repository } from 'typeorm';
import { Account } from './accounts';

@Entity()
export class Appointment {
  @PrimaryGeneratedColumn() id!: number;
  @Column() patientId!: number;
  @Column() doctorId!: number;
  @Column() startsAt!: Date;
  @Column() reason!: string;
}

@Injectable()
export class AppointmentsService {
  constructor(
    @InjectRepository(Appointment) private readonly book_: Repository<Appointment>,
    @InjectRepository(Account) private readonly accounts: Repository<Account>,
  ) {}

  ofPatient(patientId: number) {
    return this.book_.find({ where: { patientId }, order: { startsAt: 'ASC' }, take: 100 });
  }

  onDay(date: string) {
    const start = new Date(`${date.slice(0, 10)}T00:00:00Z`);
    const end = new Date(start.getTime() + 86_399_999);
    return this.book_.find({ where: { startsAt: Between(start, end) }, order: { startsAt: 'ASC' }, take: 500 });
  }

  patientsNamed(name: string) {
    return this.accounts
      .createQueryBuilder('a')
      .select(['a.id', 'a.fullName'])
      .where(`a.kind = 'patient' AND a.fullName LIKE '%${name}%'`)
      .take(20)
      .getMany();
  }

  async one(id: number) {
    const appointment = await this.book_.findOneBy({ id });
    if (!appointment) throw new NotFoundException();
    return appointment;
  }

  async book(patientId: number, form: { doctorId: number; startsAt: string; reason: string }) {
    const startsAt = new Date(form.startsAt);
    const taken = await this.book_.existsBy({ doctorId: form.doctorId, startsAt });
    if (taken) throw new ConflictException('That time is taken');
    return this.book_.save({ patientId, startsAt, doctorId: form.doctorId, reason: form.reason });
  }

  async cancel(id: number, patientId: number) {
    const { affected } = await this.book_.delete({ id, patientId });
    if (!affected) throw new NotFoundException();
  }
}
