package com.tandem.teams;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api")
public class InvitationController {

    public record InviteRequest(@NotBlank @Email @Size(max = 254) String email, @NotNull Membership.Role role) {}

    public record RenameRequest(@NotBlank @Size(max = 80) String name) {}

    private final TeamRepository teams;
    private final InvitationRepository invitations;
    private final MembershipRepository memberships;

    public InvitationController(TeamRepository teams, InvitationRepository invitations,
                                MembershipRepository memberships) {
        this.teams = teams;
        this.invitations = invitations;
        this.memberships = memberships;
    }

    @GetMapping("/teams/{teamId}/invitations")
    @PreAuthorize("@teamAccess.isOwner(#teamId, authentication.name)")
    public List<Invitation> list(@PathVariable Long teamId) {
        return invitations.findTop50ByTeamIdOrderByIdDesc(teamId);
    }

    @PostMapping("/teams/{teamId}/invitations")
    @PreAuthorize("@teamAccess.isOwner(#teamId, authentication.name)")
    @ResponseStatus(HttpStatus.CREATED)
    public Invitation invite(@PathVariable Long teamId, @Valid @RequestBody InviteRequest request,
                             @AuthenticationPrincipal Jwt jwt) {
        Invitation invitation = new Invitation();
        invitation.setTeamId(teamId);
        invitation.setEmail(request.email());
        invitation.setRole(request.role());
        invitation.setInvitedBy(jwt.getSubject());
        return invitations.save(invitation);
    }

    @PostMapping("/invitations/{id}/accept")
    @Transactional
    public Membership accept(@PathVariable Long id, @AuthenticationPrincipal Jwt jwt) {
        if (!Boolean.TRUE.equals(jwt.getClaimAsBoolean("email_verified"))) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN, "Please confirm your e-mail address first");
        }
        Invitation invitation = invitations
            .findByIdAndEmailIgnoreCaseAndStatus(id, jwt.getClaimAsString("email"), Invitation.Status.PENDING)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        invitation.setStatus(Invitation.Status.ACCEPTED);
        return memberships.save(new Membership(invitation.getTeamId(), jwt.getSubject(), invitation.getRole()));
    }

    @PatchMapping("/teams/{teamId}")
    @PreAuthorize("@teamAccess.isOwner(#teamId, authentication.name)")
    public Team rename(@PathVariable Long teamId, @Valid @RequestBody RenameRequest request) {
        Team team = teams.findById(teamId)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        team.setName(request.name());
        return teams.save(team);
    }
}
