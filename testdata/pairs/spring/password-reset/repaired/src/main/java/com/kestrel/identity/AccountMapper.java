package com.kestrel.identity;

import java.time.Instant;
import org.apache.ibatis.annotations.*;

@Mapper
public interface AccountMapper {

    record Account(Long id, String email) {}

    @Select("SELECT id, email FROM accounts WHERE email = #{email}")
    Account findByEmail(String email);

    @Update("UPDATE accounts SET password_hash = #{passwordHash} WHERE id = #{id}")
    void updatePassword(@Param("id") long id, @Param("passwordHash") String passwordHash);

    @Insert("INSERT INTO reset_tokens (account_id, digest, expires_at) VALUES (#{accountId}, #{digest}, #{expiresAt})")
    void insertToken(@Param("accountId") long accountId, @Param("digest") String digest,
                     @Param("expiresAt") Instant expiresAt);

    @Select("SELECT account_id FROM reset_tokens WHERE digest = #{digest} AND expires_at > #{now}")
    Long findAccountByToken(@Param("digest") String digest, @Param("now") Instant now);

    @Delete("DELETE FROM reset_tokens WHERE account_id = #{accountId}")
    int deleteTokens(long accountId);
}
