package com.lumen.accounts;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Repository;

@Repository
public class UserStore {

    public record User(long id, String email, String passwordHash) {}

    private static final String COLUMNS = "id, email, password_hash";
    private static final RowMapper<User> MAPPER = (rs, n) ->
            new User(rs.getLong("id"), rs.getString("email"), rs.getString("password_hash"));

    private final JdbcTemplate jdbc;

    public UserStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<User> byEmail(String email) {
        return jdbc.query("SELECT " + COLUMNS + " FROM users WHERE email = ?", MAPPER, email).stream().findFirst();
    }

    public Optional<User> byId(long id) {
        return jdbc.query("SELECT " + COLUMNS + " FROM users WHERE id = ?", MAPPER, id).stream().findFirst();
    }

    public void insert(String email, String passwordHash) {
        jdbc.update("INSERT INTO users (email, password_hash) VALUES (?, ?)", email, passwordHash);
    }
}
