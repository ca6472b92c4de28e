package com.tandem.teams;

import jakarta.persistence.*;
import lombok.Data;

@Entity
@Data
public class Team {
    @Id @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;
    private String name;
}
