package org.fjordstay.booking;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Repository;

@Repository
public class RoomSearch {

    private static final Map<String, String> SORT_COLUMNS = Map.of(
            "price", "price ASC",
            "name", "name ASC",
            "rating", "rating DESC");

    @PersistenceContext
    private EntityManager em;

    @SuppressWarnings("unchecked")
    public List<Object[]> find(String city, String sort, int size) {
        String order = SORT_COLUMNS.getOrDefault(sort, "price ASC");
        return em.createNativeQuery("SELECT id, name, price FROM rooms WHERE city = :city ORDER BY " + order)
                .setParameter("city", city)
                .setMaxResults(size)
                .getResultList();
    }
}
