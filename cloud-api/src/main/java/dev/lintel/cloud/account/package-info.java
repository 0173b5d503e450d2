/// People, how they prove who they are, and what that proof is worth.
///
/// A sign-in makes a session: a family of refresh tokens of which only the last is good, and access tokens of ten
/// minutes that carry tenant, person and role, signed with a key of this cloud ([Tokens]). A request then knows its
/// [Caller] without asking the database. The tenant of a request is the caller's, never a parameter.
///
/// Invariants: passwords exist only as argon2id verifiers ([Passwords]); an unknown address costs as much time as a
/// wrong password; a refresh token that comes twice ends its whole family.
///
/// Threading: all beans are safe to share; at most a few passwords are hashed at once, because each takes 19 MiB.
@NullMarked
package dev.lintel.cloud.account;

import org.jspecify.annotations.NullMarked;
