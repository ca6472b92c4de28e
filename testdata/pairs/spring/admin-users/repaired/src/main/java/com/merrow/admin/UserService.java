package com.merrow.admin;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class UserService {

    @Autowired
    private EntityManager entityManager;

    @Transactional(readOnly = true)
    public List<User> search(String q, boolean onlyActive) {
        String jpql = "SELECT u FROM User u WHERE u.email LIKE :pattern";
        if (onlyActive) {
            jpql += " AND u.active = true";
        }
        return entityManager.createQuery(jpql + " ORDER BY u.id", User.class)
                .setParameter("pattern", "%" + q + "%")
                .setMaxResults(100)
                .getResultList();
    }

    @Transactional
    public Long create(String email, String initialPassword, User.Role role) {
        User user = new User();
        user.setEmail(email);
        user.setPassword(initialPassword);
        user.setRole(role);
        entityManager.persist(user);
        return user.getId();
    }
}
