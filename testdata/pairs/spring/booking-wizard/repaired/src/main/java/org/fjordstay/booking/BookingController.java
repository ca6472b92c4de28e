package org.fjordstay.booking;

import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.*;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/api")
public class BookingController {

    public record DraftRequest(@NotNull Long roomId, @NotNull @Future LocalDate arrival, @Min(1) @Max(30) int nights,
                               @NotBlank @Size(max = 100) String guestName,
                               @NotBlank @Email @Size(max = 254) String guestEmail) {}

    public record BookingView(Long id, Long roomId, LocalDate arrival, int nights, String guestName) {}

    private static final Duration DRAFT_LIFETIME = Duration.ofMinutes(30);

    private final SecureRandom random = new SecureRandom();
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
                                 @RequestParam(defaultValue = "20") @Min(1) @Max(50) int size) {
        return rooms.find(city, sort, size);
    }

    @PostMapping("/drafts")
    @Transactional
    public ResponseEntity<Void> saveDraft(@Valid @RequestBody DraftRequest request) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        BookingDraft draft = new BookingDraft();
        draft.id = Base64.getUrlEncoder().withoutPadding().encodeToString(key);
        draft.expiresAt = Instant.now().plus(DRAFT_LIFETIME);
        draft.roomId = request.roomId();
        draft.arrival = request.arrival();
        draft.nights = request.nights();
        draft.guestName = request.guestName();
        draft.guestEmail = request.guestEmail();
        em.persist(draft);

        ResponseCookie cookie = ResponseCookie.from("booking_draft", draft.id)
                .path("/api")
                .maxAge(DRAFT_LIFETIME)
                .httpOnly(true)
                .secure(true)
                .sameSite("Strict")
                .build();
        return ResponseEntity.noContent().header(HttpHeaders.SET_COOKIE, cookie.toString()).build();
    }

    @PostMapping(value = "/bookings", consumes = "application/json")
    @Transactional
    public ResponseEntity<Map<String, String>> confirm(@CookieValue("booking_draft") String draftId) {
        BookingDraft draft = em.find(BookingDraft.class, draftId);
        if (draft == null || draft.expiresAt.isBefore(Instant.now())) {
            return ResponseEntity.badRequest().build();
        }
        em.remove(draft);
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
