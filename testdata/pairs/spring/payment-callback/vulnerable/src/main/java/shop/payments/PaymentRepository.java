package shop.payments;

import java.math.BigDecimal;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

@Repository
public class PaymentRepository {

    private static final String TABLE = "payments";

    private final NamedParameterJdbcTemplate jdbc;

    public PaymentRepository(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** True when the payment was open and amount and currency are the expected ones. */
    public boolean markPaid(String reference, BigDecimal amount, String currency) {
        return jdbc.update("UPDATE " + TABLE + " SET status = 'PAID' WHERE reference = :ref AND status = 'OPEN'"
                        + " AND amount = :amount AND currency = :currency",
                Map.of("ref", reference, "amount", amount, "currency", currency)) == 1;
    }

    public boolean refund(long paymentId, BigDecimal amount, String operator) {
        return jdbc.update("UPDATE " + TABLE + " SET refunded = refunded + :amount, refunded_by = :operator"
                        + " WHERE id = :id AND status = 'PAID' AND refunded + :amount <= amount",
                Map.of("id", paymentId, "amount", amount, "operator", operator)) == 1;
    }
}
