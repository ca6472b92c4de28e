package io.papertrail;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Looks up the caller by the API token of the mobile app; only digests of the random tokens are stored. */
@Component
@RequiredArgsConstructor
public class TokenInterceptor implements HandlerInterceptor {

    private final JdbcTemplate jdbc;

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws Exception {
        String header = request.getHeader("Authorization");
        if (header != null && header.startsWith("Bearer ")) {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(header.substring(7).getBytes(StandardCharsets.UTF_8));
            List<Long> owners = jdbc.queryForList(
                    "SELECT owner_id FROM api_tokens WHERE digest = ? AND expires_at > NOW()",
                    Long.class, HexFormat.of().formatHex(digest));
            if (owners.size() == 1) {
                request.setAttribute("ownerId", owners.get(0));
                return true;
            }
        }
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        return false;
    }
}
