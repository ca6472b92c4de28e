package com.kestrel.identity;

import com.kestrel.identity.AccountMapper.Account;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class PasswordResetService {

    private static final Logger log = LoggerFactory.getLogger(PasswordResetService.class);

    private final AccountMapper accounts;
    private final JavaMailSender mailSender;
    private final Random random = new Random();

    public PasswordResetService(AccountMapper accounts, JavaMailSender mailSender) {
        this.accounts = accounts;
        this.mailSender = mailSender;
    }

    public void request(String email) {
        Account account = accounts.findByEmail(email);
        if (account == null) {
            return;
        }
        String code = String.format("%06d", random.nextInt(1_000_000));
        accounts.insertCode(account.id(), code);
        log.info("Sending reset code {} to account {}", code, account.id());

        SimpleMailMessage message = new SimpleMailMessage();
        message.setTo(account.email());
        message.setSubject("Your Kestrel reset code");
        message.setText("Use this code to choose a new password: " + code);
        mailSender.send(message);
    }

    @Transactional
    public boolean confirm(String email, String code, String newPassword) {
        Account account = accounts.findByEmail(email);
        if (account == null || accounts.consumeCode(account.id(), code) == 0) {
            return false;
        }
        accounts.updatePassword(account.id(), newPassword);
        return true;
    }
}
