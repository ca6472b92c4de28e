package com.oakdesk;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.server.ResponseStatusException;

@Controller
public class TicketController {

    public record TicketForm(@NotBlank @Size(max = 120) String subject, @NotBlank @Size(max = 5000) String body) {}

    private final TicketRepository tickets;

    public TicketController(TicketRepository tickets) {
        this.tickets = tickets;
    }

    @GetMapping("/login")
    public String login() {
        return "login";
    }

    @GetMapping("/tickets/new")
    public String form(Model model) {
        model.addAttribute("ticketForm", new TicketForm("", ""));
        return "new";
    }

    @PostMapping("/tickets")
    public String create(@Valid @ModelAttribute TicketForm ticketForm, BindingResult errors, Principal principal) {
        if (errors.hasErrors()) {
            return "new";
        }
        Ticket ticket = tickets.save(new Ticket(principal.getName(), ticketForm.subject(), ticketForm.body()));
        return "redirect:/tickets/" + ticket.getId();
    }

    @GetMapping("/tickets/{id}")
    public String show(@PathVariable Long id, Model model) {
        model.addAttribute("ticket", load(id));
        return "ticket";
    }

    @PostMapping("/tickets/{id}/close")
    public String close(@PathVariable Long id) {
        Ticket ticket = load(id);
        ticket.close();
        tickets.save(ticket);
        return "redirect:/tickets/" + id;
    }

    private Ticket load(Long id) {
        return tickets.findById(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
