package com.kestrel.identity;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/password")
public class PasswordResetController {

    record ForgotRequest(@NotBlank @Email @Size(max = 254) String email) {}

    record ResetRequest(@NotBlank @Pattern(regexp = "[A-Za-z0-9_-]{43}") String token,
                        @NotBlank @Size(min = 12, max = 72) String newPassword) {}

    private final PasswordResetService service;

    PasswordResetController(PasswordResetService service) {
        this.service = service;
    }

    @PostMapping("/forgot")
    Map<String, String> forgot(@Valid @RequestBody ForgotRequest body) {
        service.request(body.email());
        return Map.of("message", "If the address is known, a mail is on its way.");
    }

    @PostMapping("/reset")
    ResponseEntity<Map<String, String>> reset(@Valid @RequestBody ResetRequest body) {
        if (!service.confirm(body.token(), body.newPassword())) {
            return ResponseEntity.badRequest().body(Map.of("error", "The code is wrong or has expired."));
        }
        return ResponseEntity.ok(Map.of("message", "Password changed."));
    }
}
