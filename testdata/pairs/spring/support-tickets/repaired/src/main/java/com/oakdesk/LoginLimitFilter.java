package com.oakdesk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.filter.OncePerRequestFilter;

/** At most eight sign-in attempts from one address within five minutes. */
public class LoginLimitFilter extends OncePerRequestFilter {

    private static final int MAX_ATTEMPTS = 8;

    private final Cache<String, AtomicInteger> attempts = Caffeine.newBuilder()
            .maximumSize(50_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if ("POST".equals(request.getMethod()) && "/login".equals(request.getServletPath())) {
            AtomicInteger count = attempts.get(request.getRemoteAddr(), address -> new AtomicInteger());
            if (count.incrementAndGet() > MAX_ATTEMPTS) {
                response.setStatus(429);
                response.getWriter().write("Too many attempts, please wait a few minutes.");
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
