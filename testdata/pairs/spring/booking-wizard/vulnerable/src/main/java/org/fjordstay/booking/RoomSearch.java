package org.fjordstay.booking;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import org.springframework.stereotype.Repository;

@Repository
public class RoomSearch {

    @PersistenceContext
    private EntityManager em;

    @SuppressWarnings("unchecked")
    public List<Object[]> find(String city, String sort, int size) {
        String sql = "SELECT id, name, price FROM rooms WHERE city = '" + city + "' ORDER BY " + sort;
        return em.createNativeQuery(sql)
                .setMaxResults(size)
                .getResultList();
    }
}
