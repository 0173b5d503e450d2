/// Journeys: the packaged programs, a real broker, both databases and a real browser, from the finger to the cloud and back.
///
/// A journey starts the demo command with a folder and ports of its own and talks to it as a person or a client would.
/// [Browser] is a Chromium, [DemoRun] a running demo. Nothing is mocked; waiting is for a condition with a time limit.
@NullMarked
package dev.lintel.provisioning.journey;

import org.jspecify.annotations.NullMarked;
