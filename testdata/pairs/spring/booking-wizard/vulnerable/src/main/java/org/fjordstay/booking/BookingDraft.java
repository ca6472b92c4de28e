package org.fjordstay.booking;

import java.io.Serializable;
import java.time.LocalDate;

/** What the guest has filled in so far; travels in a cookie between the steps. */
public class BookingDraft implements Serializable {

    private static final long serialVersionUID = 1L;

    Long roomId;
    LocalDate arrival;
    int nights;
    String guestName;
    String guestEmail;
}
