package com.tandem.teams;

import jakarta.persistence.*;
import lombok.Getter;
import lombok.NoArgsConstructor;

@Entity
@Getter
@NoArgsConstructor
public class Membership {

    public enum Role { MEMBER, EDITOR, OWNER }

    @Id @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;
    private Long teamId;
    private String userId;
    @Enumerated(EnumType.STRING)
    private Role role;

    public Membership(Long teamId, String userId, Role role) {
        this.teamId = teamId;
        this.userId = userId;
        this.role = role;
    }
}
