package org.example.clinic;

import java.time.LocalDateTime;
import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

@Mapper
interface AppointmentMapper {

    record Appointment(long id, String patient, String doctor, LocalDateTime startsAt, String reason) {}

    @Select("SELECT id, patient, doctor, starts_at, reason FROM appointments "
        + "WHERE patient = #{patient} ORDER BY starts_at LIMIT 100")
    List<Appointment> ofPatient(@Param("patient") String patient);

    @Select("SELECT id, patient, doctor, starts_at, reason FROM appointments "
        + "WHERE starts_at::date = CURRENT_DATE AND doctor ILIKE '%${doctor}%' ORDER BY starts_at LIMIT 300")
    List<Appointment> today(@Param("doctor") String doctor);

    @Insert("INSERT INTO appointments (patient, doctor, starts_at, reason) "
        + "VALUES (#{patient}, #{doctor}, #{startsAt}, #{reason})")
    void book(@Param("patient") String patient, @Param("doctor") String doctor,
              @Param("startsAt") LocalDateTime startsAt, @Param("reason") String reason);

    @Delete("DELETE FROM appointments WHERE id = #{id} AND starts_at > now()")
    int cancel(@Param("id") long id);
}
