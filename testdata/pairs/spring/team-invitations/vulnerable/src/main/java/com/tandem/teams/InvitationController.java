package com.tandem.teams;

import java.util.List;
import java.util.Map;
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
    @ResponseStatus(HttpStatus.CREATED)
    public Invitation invite(@PathVariable Long teamId, @RequestBody Invitation invitation,
                             @AuthenticationPrincipal Jwt jwt) {
        invitation.setTeamId(teamId);
        invitation.setInvitedBy(jwt.getSubject());
        return invitations.save(invitation);
    }

    @PostMapping("/invitations/{id}/accept")
    @Transactional
    public Membership accept(@PathVariable Long id,
                             @RequestParam(defaultValue = "MEMBER") Membership.Role role,
                             @AuthenticationPrincipal Jwt jwt) {
        Invitation invitation = invitations.findById(id)
            .filter(i -> i.getStatus() == Invitation.Status.PENDING)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        invitation.setStatus(Invitation.Status.ACCEPTED);
        return memberships.save(new Membership(invitation.getTeamId(), jwt.getSubject(), role));
    }

    @PatchMapping("/teams/{teamId}")
    @PreAuthorize("@teamAccess.isOwner(#teamId, authentication.name)")
    public Team rename(@PathVariable Long teamId, @RequestBody Map<String, Object> body) {
        Team team = teams.findById(teamId)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        team.setName((String) body.get("name"));
        return teams.save(team);
    }
}
