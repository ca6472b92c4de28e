package io.papertrail;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

public interface ReceiptRepository extends JpaRepository<Receipt, Long> {

    Optional<Receipt> findByIdAndOwnerId(Long id, Long ownerId);

    List<Receipt> findTop100ByOwnerIdOrderByIdDesc(Long ownerId);
}
