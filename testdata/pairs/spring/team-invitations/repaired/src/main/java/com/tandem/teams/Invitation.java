package com.tandem.teams;

import jakarta.persistence.*;
import lombok.Getter;
import lombok.Setter;

@Entity
@Getter
@Setter
public class Invitation {

    public enum Status { PENDING, ACCEPTED, REVOKED }

    @Id @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;
    private Long teamId;
    private String email;
    private String invitedBy;
    @Enumerated(EnumType.STRING)
    private Membership.Role role = Membership.Role.MEMBER;
    @Enumerated(EnumType.STRING)
    private Status status = Status.PENDING;
}
