package com.merrow.admin;

import jakarta.persistence.PrePersist;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes the initial password before a user is inserted; passwords are changed in the account service. */
@Component
public class PasswordHashListener {

    private final PasswordEncoder passwordEncoder;

    public PasswordHashListener(PasswordEncoder passwordEncoder) {
        this.passwordEncoder = passwordEncoder;
    }

    @PrePersist
    void hash(User user) {
        user.setPassword(passwordEncoder.encode(user.getPassword()));
    }
}
