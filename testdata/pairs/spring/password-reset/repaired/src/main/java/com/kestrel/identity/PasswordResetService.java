package com.kestrel.identity;

import com.kestrel.identity.AccountMapper.Account;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class PasswordResetService {

    private static final Logger log = LoggerFactory.getLogger(PasswordResetService.class);
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(15);

    private final AccountMapper accounts;
    private final JavaMailSender mailSender;
    private final PasswordEncoder passwordEncoder;
    private final SecureRandom random = new SecureRandom();

    public PasswordResetService(AccountMapper accounts, JavaMailSender mailSender, PasswordEncoder passwordEncoder) {
        this.accounts = accounts;
        this.mailSender = mailSender;
        this.passwordEncoder = passwordEncoder;
    }

    public void request(String email) {
        Account account = accounts.findByEmail(email);
        if (account == null) {
            return;
        }
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        accounts.insertToken(account.id(), digest(token), Instant.now().plus(TOKEN_LIFETIME));
        log.info("Sending reset token to account {}", account.id());

        SimpleMailMessage message = new SimpleMailMessage();
        message.setTo(account.email());
        message.setSubject("Choose a new Kestrel password");
        message.setText("Use this code within 15 minutes to choose a new password: " + token);
        mailSender.send(message);
    }

    @Transactional
    public boolean confirm(String token, String newPassword) {
        Long accountId = accounts.findAccountByToken(digest(token), Instant.now());
        if (accountId == null || accounts.deleteTokens(accountId) == 0) {
            return false;
        }
        accounts.updatePassword(accountId, passwordEncoder.encode(newPassword));
        return true;
    }

    private static String digest(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
