package com.kestrel.identity;

import org.apache.ibatis.annotations.*;

@Mapper
public interface AccountMapper {

    record Account(Long id, String email) {}

    @Select("SELECT id, email FROM accounts WHERE email = #{email}")
    Account findByEmail(String email);

    @Update("UPDATE accounts SET password = #{password} WHERE id = #{id}")
    void updatePassword(@Param("id") long id, @Param("password") String password);

    @Insert("INSERT INTO reset_codes (account_id, code) VALUES (#{accountId}, #{code})")
    void insertCode(@Param("accountId") long accountId, @Param("code") String code);

    @Delete("DELETE FROM reset_codes WHERE account_id = #{accountId} AND code = #{code}")
    int consumeCode(@Param("accountId") long accountId, @Param("code") String code);
}
