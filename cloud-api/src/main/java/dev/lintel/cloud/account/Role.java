package dev.lintel.cloud.account;

import java.util.Locale;

/// What a person may do in a tenant.
public enum Role {
    /// Everything, people and places included.
    OWNER,
    /// Books, and changes what is their own.
    MEMBER;

    /// As routes name it in `@Secured`.
    public static final String OWNER_ONLY = "owner";

    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Role of(String slug) {
        return valueOf(slug.toUpperCase(Locale.ROOT));
    }
}
