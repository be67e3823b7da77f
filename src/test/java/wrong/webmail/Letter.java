package wrong.webmail;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** An entity that everybody can reach. */
@Entity
public class Letter {
    @Id private long id;

    public long id() {
        return id;
    }
}
