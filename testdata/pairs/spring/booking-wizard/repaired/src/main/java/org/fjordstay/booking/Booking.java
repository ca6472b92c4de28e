package org.fjordstay.booking;

import jakarta.persistence.*;
import java.time.LocalDate;

@Entity
public class Booking {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    Long id;
    Long roomId;
    LocalDate arrival;
    int nights;
    String guestName;
    String guestEmail;

    protected Booking() {}

    Booking(BookingDraft draft) {
        this.roomId = draft.roomId;
        this.arrival = draft.arrival;
        this.nights = draft.nights;
        this.guestName = draft.guestName;
        this.guestEmail = draft.guestEmail;
    }
}
