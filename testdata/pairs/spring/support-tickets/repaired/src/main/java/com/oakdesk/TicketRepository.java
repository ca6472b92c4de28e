package com.oakdesk;

import java.util.Optional;
import org.springframework.data.repository.CrudRepository;

public interface TicketRepository extends CrudRepository<Ticket, Long> {

    Optional<Ticket> findByIdAndCustomer(Long id, String customer);
}
