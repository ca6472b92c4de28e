package com.oakdesk;

import jakarta.persistence.*;

@Entity
@Table(name = "tickets")
public class Ticket {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;
    private String customer;
    private String subject;
    @Column(length = 5000)
    private String body;
    private boolean closed;

    protected Ticket() {}

    public Ticket(String customer, String subject, String body) {
        this.customer = customer;
        this.subject = subject;
        this.body = body;
    }

    public Long getId() { return id; }
    public String getSubject() { return subject; }
    public String getBody() { return body; }
    public boolean isClosed() { return closed; }
    public void close() { closed = true; }
}
