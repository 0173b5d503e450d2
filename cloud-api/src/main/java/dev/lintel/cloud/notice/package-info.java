/// Telling people: an outbox that is written with the decision, an inbox that it becomes, and mail.
///
/// A decision writes its notices in its own transaction ([NoticeStore]), so none is lost and none tells of what was rolled
/// back. [NoticePump] then tells them: into the inbox, as an event on the person's own live channel, and, where a mail
/// server is configured, as a plain mail in their language ([Mailer], [NoticeWords]).
///
/// Invariants:
///
/// - A person is told once of a decision about a booking: the key is (person, booking, decision).
/// - While a floor's backlog is being read its notices wait (`floor.barrier_until`), and what says how a booking stands is
///   dropped when a later decision changes that before it was sent. So no two mails contradict each other.
/// - No text holds a title. A link leads to the booking, where it is known who reads.
///
/// Threading: stateless beans and one pump thread in each replica; rows are shared by `SKIP LOCKED`.
@NullMarked
package dev.lintel.cloud.notice;

import org.jspecify.annotations.NullMarked;
