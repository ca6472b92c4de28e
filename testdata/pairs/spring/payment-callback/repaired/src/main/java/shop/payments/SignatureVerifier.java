package shop.payments;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Checks the HMAC-SHA256 that the payment provider puts over the raw body. */
@Component
public class SignatureVerifier {

    private final byte[] secret;

    public SignatureVerifier(@Value("${payments.webhook-secret}") String secret) {
        if (secret.length() < 24) {
            throw new IllegalStateException("payments.webhook-secret is missing or too short");
        }
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    public boolean matches(byte[] body, String signatureHeader) {
        byte[] given;
        try {
            given = HexFormat.of().parseHex(signatureHeader);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return MessageDigest.isEqual(given, sign(body));
    }

    private byte[] sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is not available", e);
        }
    }
}
