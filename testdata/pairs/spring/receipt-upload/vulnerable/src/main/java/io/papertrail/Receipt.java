package io.papertrail;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import lombok.Getter;
import lombok.NoArgsConstructor;

@Entity
@Getter
@NoArgsConstructor
public class Receipt {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;
    private Long ownerId;
    private String displayName;
    private String storedPath;

    public Receipt(Long ownerId, String displayName, String storedPath) {
        this.ownerId = ownerId;
        this.displayName = displayName;
        this.storedPath = storedPath;
    }
}
