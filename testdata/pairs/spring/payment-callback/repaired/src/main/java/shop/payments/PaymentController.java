package shop.payments;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.io.IOException;
import java.math.BigDecimal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class PaymentController {

    private static final Logger log = LoggerFactory.getLogger(PaymentController.class);

    public record PaymentEvent(String reference, BigDecimal amount, String currency) {}

    public record RefundRequest(@NotNull @Positive @Digits(integer = 8, fraction = 2) BigDecimal amount) {}

    private final SignatureVerifier signatures;
    private final PaymentRepository payments;
    private final ObjectMapper json;

    public PaymentController(SignatureVerifier signatures, PaymentRepository payments, ObjectMapper json) {
        this.signatures = signatures;
        this.payments = payments;
        this.json = json;
    }

    @PostMapping("/hooks/payments")
    public ResponseEntity<Void> callback(@RequestBody byte[] body,
                                         @RequestHeader("X-Signature") String signature,
                                         @RequestParam(defaultValue = "-") String merchant) {
        log.info("Payment callback received for merchant {}", merchant.replaceAll("[^A-Za-z0-9-]", "_"));
        if (!signatures.matches(body, signature)) {
            return ResponseEntity.status(401).build();
        }
        PaymentEvent event;
        try {
            event = json.readValue(body, PaymentEvent.class);
        } catch (IOException e) {
            return ResponseEntity.badRequest().build();
        }
        if (event.reference() == null || event.amount() == null || event.currency() == null) {
            return ResponseEntity.badRequest().build();
        }
        boolean paid = payments.markPaid(event.reference(), event.amount(), event.currency());
        return paid ? ResponseEntity.noContent().build() : ResponseEntity.status(409).build();
    }

    @PostMapping("/payments/{id}/refund")
    public ResponseEntity<Void> refund(@PathVariable long id, @Valid @RequestBody RefundRequest request,
                                       Authentication operator) {
        boolean done = payments.refund(id, request.amount(), operator.getName());
        log.info("Refund of payment {} by {}: {}", id, operator.getName(), done);
        return done ? ResponseEntity.noContent().build() : ResponseEntity.status(409).build();
    }
}
