package com.tandem.teams;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface TeamRepository extends JpaRepository<Team, Long> {}

interface InvitationRepository extends JpaRepository<Invitation, Long> {
    List<Invitation> findTop50ByTeamIdOrderByIdDesc(Long teamId);

    Optional<Invitation> findByIdAndEmailIgnoreCaseAndStatus(Long id, String email, Invitation.Status status);
}

interface MembershipRepository extends JpaRepository<Membership, Long> {
    boolean existsByTeamIdAndUserIdAndRole(Long teamId, String userId, Membership.Role role);
}
