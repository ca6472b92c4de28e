package com.lumen.accounts;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/auth")
public class AuthController {

    public record RegisterRequest(@NotBlank @Email @Size(max = 254) String email,
                                  @NotBlank @Size(min = 10, max = 72) String password) {}

    public record LoginRequest(@NotBlank @Size(max = 254) String email, @NotBlank @Size(max = 72) String password) {}

    private final UserStore users;
    private final JwtService jwtService;

    public AuthController(UserStore users, JwtService jwtService) {
        this.users = users;
        this.jwtService = jwtService;
    }

    @PostMapping("/register")
    public ResponseEntity<Map<String, String>> register(@RequestBody RegisterRequest request) {
        try {
            users.insert(request.email().toLowerCase(), hash(request.password()));
        } catch (DuplicateKeyException e) {
            return ResponseEntity.status(409).body(Map.of("error", "Account could not be created"));
        }
        return ResponseEntity.status(201).body(Map.of("message", "Account created"));
    }

    @PostMapping("/login")
    public ResponseEntity<Map<String, String>> login(@Valid @RequestBody LoginRequest request) {
        return users.byEmail(request.email().toLowerCase())
                .filter(user -> MessageDigest.isEqual(bytes(user.passwordHash()), bytes(hash(request.password()))))
                .map(user -> ResponseEntity.ok(Map.of("token", jwtService.issue(user.id(), user.email()))))
                .orElseGet(() -> ResponseEntity.status(401).body(Map.of("error", "Wrong e-mail or password")));
    }

    @GetMapping("/me")
    public ResponseEntity<Map<String, Object>> me(@AuthenticationPrincipal Long userId) {
        return users.byId(userId)
                .map(user -> ResponseEntity.ok(Map.<String, Object>of("id", user.id(), "email", user.email())))
                .orElse(ResponseEntity.notFound().build());
    }

    private static String hash(String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(bytes(password)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
