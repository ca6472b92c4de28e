package org.fjordstay.booking;

import jakarta.persistence.*;
import java.time.Instant;
import java.time.LocalDate;

/** What the guest has filled in so far; kept here, the cookie only carries the random key. */
@Entity
public class BookingDraft {

    @Id
    String id;
    Instant expiresAt;
    Long roomId;
    LocalDate arrival;
    int nights;
    String guestName;
    String guestEmail;
}
