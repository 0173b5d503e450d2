/// What happened to one touch, request or booking, as a conversation of the panel, the door, the broker and the cloud.
///
/// Every program writes each step under the operation it belongs to, so the whole story is already there, scattered over
/// the records of as many machines. [Records] gathers them, [Reading] tells what each of them means, and [Conversation]
/// puts them in order and says which message was sent and never heard: in a system whose network may fail at any time that
/// is the line one is looking for.
///
/// ```
/// records of door and cloud ──Records──► LogLine ──Reading──► Said ──Conversation──► a text, or a Mermaid diagram
/// ```
///
/// Nothing here asks a running program, so it also tells what happened on a floor that is gone.
@NullMarked
package dev.lintel.provisioning.conversation;

import org.jspecify.annotations.NullMarked;
