package org.fjordstay.booking;

import jakarta.persistence.EntityManager;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.*;
import java.io.*;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/api")
public class BookingController {

    public record DraftRequest(@NotNull Long roomId, @NotNull @Future LocalDate arrival, @Min(1) @Max(30) int nights,
                               @NotBlank @Size(max = 100) String guestName,
                               @NotBlank @Email @Size(max = 254) String guestEmail) {}

    public record BookingView(Long id, Long roomId, LocalDate arrival, int nights, String guestName) {}

    private final EntityManager em;
    private final RoomSearch rooms;
    private final ManageTokens tokens;

    public BookingController(EntityManager em, RoomSearch rooms, ManageTokens tokens) {
        this.em = em;
        this.rooms = rooms;
        this.tokens = tokens;
    }

    @GetMapping("/rooms")
    public List<Object[]> search(@RequestParam @Size(max = 60) String city,
                                 @RequestParam(defaultValue = "price") String sort,
                                 @RequestParam(defaultValue = "20") int size) {
        return rooms.find(city, sort, size);
    }

    @PostMapping("/drafts")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void saveDraft(@Valid @RequestBody DraftRequest request, HttpServletResponse response) throws IOException {
        BookingDraft draft = new BookingDraft();
        draft.roomId = request.roomId();
        draft.arrival = request.arrival();
        draft.nights = request.nights();
        draft.guestName = request.guestName();
        draft.guestEmail = request.guestEmail();

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(draft);
        }
        Cookie cookie = new Cookie("booking_draft", Base64.getUrlEncoder().encodeToString(bytes.toByteArray()));
        cookie.setPath("/api");
        cookie.setMaxAge(1800);
        response.addCookie(cookie);
    }

    @PostMapping(value = "/bookings", consumes = "application/json")
    @Transactional
    public ResponseEntity<Map<String, String>> confirm(@CookieValue("booking_draft") String value) {
        BookingDraft draft;
        try (ObjectInputStream in = new ObjectInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(value)))) {
            draft = (BookingDraft) in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            return ResponseEntity.badRequest().build();
        }
        Booking booking = new Booking(draft);
        em.persist(booking);
        return ResponseEntity.status(201).body(Map.of("manageToken", tokens.create(booking.id)));
    }

    @GetMapping("/bookings/current")
    public ResponseEntity<BookingView> current(@RequestHeader("X-Booking-Token") String token) {
        return tokens.bookingOf(token)
                .map(id -> em.find(Booking.class, id))
                .map(b -> ResponseEntity.ok(new BookingView(b.id, b.roomId, b.arrival, b.nights, b.guestName)))
                .orElse(ResponseEntity.status(401).build());
    }
}
