package org.fjordstay.booking;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Tokens with which a guest can look at a booking right after it was made. */
@Component
public class ManageTokens {

    private final Algorithm algorithm;

    public ManageTokens(@Value("${booking.token-secret}") String secret) {
        this.algorithm = Algorithm.HMAC256(secret);
    }

    public String create(Long bookingId) {
        return JWT.create()
                .withIssuer("fjordstay")
                .withClaim("booking", bookingId)
                .withExpiresAt(Instant.now().plus(Duration.ofHours(1)))
                .sign(algorithm);
    }

    public Optional<Long> bookingOf(String token) {
        try {
            DecodedJWT jwt = JWT.decode(token);
            return Optional.ofNullable(jwt.getClaim("booking").asLong());
        } catch (JWTDecodeException e) {
            return Optional.empty();
        }
    }
}
