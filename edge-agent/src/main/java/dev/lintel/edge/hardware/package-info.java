/// What hangs in and beside the rooms besides the panels.
///
/// Purpose: sensors that say whether somebody is there, and one status light per space. What they are connected to is
/// behind the ports [dev.lintel.edge.hardware.PresenceSensor], [dev.lintel.edge.hardware.Pins] and
/// [dev.lintel.edge.hardware.StatusLights]; a simulated sensor takes the same way from there on as one on a pin.
///
/// ```
/// pin ──edge──► SensorPump ──Debounce──► SensorTrack ──Reading──► PresenceFeed ──► screens, no-show watch
/// ```
///
/// Invariants: hardware shows and reports, and never decides; what fails costs itself alone, never a touch; a sensor that
/// cannot be asked says nothing, and a wire that breaks says that somebody is there.
///
/// Threading: edges come on the drivers' threads; one thread, `sensors`, debounces and reports. What lights
/// say is noted on the door's thread; another one, `lights`, makes them shine.
@NullMarked
package dev.lintel.edge.hardware;

import org.jspecify.annotations.NullMarked;
