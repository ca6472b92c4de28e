package org.example.clinic;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.example.clinic.AppointmentMapper.Appointment;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class AppointmentController {

    record Wish(@NotBlank @Size(max = 60) String doctor,
                @NotNull @Future LocalDateTime startsAt,
                @NotBlank @Size(max = 400) String reason) {}

    private final AppointmentMapper appointments;

    AppointmentController(AppointmentMapper appointments) {
        this.appointments = appointments;
    }

    @GetMapping("/opening-hours")
    Map<String, String> openingHours() {
        return Map.of("weekdays", "08:00-17:00", "saturday", "09:00-12:00");
    }

    @GetMapping("/appointments")
    List<Appointment> mine(Principal me) {
        return appointments.ofPatient(me.getName());
    }

    @PostMapping("/appointments")
    @ResponseStatus(HttpStatus.CREATED)
    void book(@Valid @RequestBody Wish wish, Principal me) {
        appointments.book(me.getName(), wish.doctor(), wish.startsAt(), wish.reason());
    }

    @DeleteMapping("/appointments/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(@PathVariable long id, Principal me) {
        if (appointments.cancel(id, me.getName()) == 0) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }

    /** The list of the day for the reception desk, with the reasons of all patients. */
    @GetMapping("/desk/today")
    List<Appointment> today(@RequestParam(defaultValue = "") String doctor) {
        return appointments.today(doctor);
    }
}
