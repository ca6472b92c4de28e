package com.merrow.admin;

import jakarta.validation.Valid;
import jakarta.validation.constraints.*;
import java.net.URI;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/admin/users")
public class AdminUserController {

    public record CreateUserRequest(@NotBlank @Email @Size(max = 254) String email,
                                    @NotBlank @Size(min = 12, max = 72) String initialPassword,
                                    @NotNull User.Role role) {}

    public record UserView(Long id, String email, User.Role role, boolean active) {
        static UserView of(User user) {
            return new UserView(user.getId(), user.getEmail(), user.getRole(), user.isActive());
        }
    }

    @Autowired
    private UserService userService;

    @GetMapping
    public List<UserView> list(@RequestParam(defaultValue = "") @Size(max = 100) String q,
                               @RequestParam(defaultValue = "true") boolean onlyActive) {
        return userService.search(q, onlyActive).stream().map(UserView::of).toList();
    }

    @PostMapping
    public ResponseEntity<Void> create(@Valid @RequestBody CreateUserRequest request) {
        Long id = userService.create(request.email(), request.initialPassword(), request.role());
        return ResponseEntity.created(URI.create("/admin/users/" + id)).build();
    }
}
