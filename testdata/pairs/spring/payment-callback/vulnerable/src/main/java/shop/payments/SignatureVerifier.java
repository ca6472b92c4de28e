package shop.payments;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Checks the HMAC-SHA256 that the payment provider puts over the raw body. */
@Component
public class SignatureVerifier {

    private static final String WEBHOOK_SECRET = "velvet-anchor-3390-thistle";

    public boolean matches(byte[] body, String signatureHeader) {
        byte[] given = HexFormat.of().parseHex(signatureHeader);
        return Arrays.equals(given, sign(body));
    }

    private byte[] sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(WEBHOOK_SECRET.getBytes(), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is not available", e);
        }
    }
}
