package org.example.clinic;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every address eight tries at the login form in a minute. */
class LoginPatience extends OncePerRequestFilter {

    private final Cache<String, Bucket> tries = Caffeine.newBuilder()
        .maximumSize(50_000)
        .expireAfterAccess(Duration.ofMinutes(10))
        .build();

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !("POST".equals(request.getMethod()) && "/login".equals(request.getServletPath()));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws ServletException, IOException {
        Bucket bucket = tries.get(request.getRemoteAddr(), address -> Bucket.builder()
            .addLimit(limit -> limit.capacity(8).refillGreedy(8, Duration.ofMinutes(1)))
            .build());
        if (!bucket.tryConsume(1)) {
            response.sendError(429);
            return;
        }
        next.doFilter(request, response);
    }
}
