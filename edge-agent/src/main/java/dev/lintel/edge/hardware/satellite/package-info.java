/// Sensors with a machine of their own, which report over the network.
///
/// Purpose: a room that no cable reaches gets its PIR or radar on any board with a radio. From here on a satellite is a sensor
/// like all others: [dev.lintel.edge.hardware.SensorPump] debounces it, repeats it, and notices when it falls silent.
///
/// Invariants: a satellite speaks for the one sensor that its file names, and for nothing else; what it said once is not heard
/// again, but for the reports of the last minute before a restart, whose count was not written; one that falls silent, or is taken away, says nothing, which is never taken for nobody. Whoever holds its key can
/// say that nobody is there, so a room is not given back on satellites alone: two kinds of sensors have to agree, and with
/// one of them on a wire a stolen key costs no meeting.
///
/// Threading: reports come on the server's threads and return at once; one thread, `satellites`, looks after the files.
@NullMarked
package dev.lintel.edge.hardware.satellite;

import org.jspecify.annotations.NullMarked;
