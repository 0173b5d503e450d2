/// Forgetting: what is kept for how long, and the one job that takes it away.
///
/// | what | kept | then |
/// |---|---|---|
/// | titles | 30 days after the booking's end | removed from the booking and from the wish |
/// | bookings | 13 months after their end | without a person: for counting alone |
/// | operations | 30 days | deleted; a repetition after that is a new request |
/// | orders to edges | 30 days after their answer or their end | deleted |
/// | enrolment tokens | 30 days after their end | deleted |
/// | certificates, their revocations | 35 days after their end | deleted |
/// | issues from doors | 13 months after they were fixed | deleted |
/// | feed, door log, answers, live events | 35 days | deleted, but for what the line still needs |
/// | notices | 90 days | deleted |
/// | sessions | 30 days after their end | deleted |
/// | audit | 12 months | deleted, by the one function that may |
/// | alarms | as long as the trail | deleted |
///
/// Titles, people and the trail are a tenant's own to keep longer or shorter ([Periods]); the rest serves the line and is the
/// installation's.
///
/// Invariant: nothing that a door has not acknowledged, and no answer to an open request, is ever deleted, however old. The
/// periods of the logs cannot be set below what the protocol promises a restored cloud (R16).
///
/// Threading: one pump thread in each replica; an advisory lock lets one of them work at a time.
@NullMarked
package dev.lintel.cloud.retention;

import org.jspecify.annotations.NullMarked;
