/// The whole product on one machine: a cloud, two floors, eight rooms, people and a day of bookings.
///
/// Nothing in here is a shortcut. The demo starts the packaged programs as processes of their own, sets the tenant up
/// through the REST interface with the one-use set-up token, enrols each floor with its one-use token, and gives every
/// panel its key in the way IT staff do it. So whatever works here works in a building.
///
/// All data lies in one folder ([DemoFolder]), and a run leaves it so that the next one goes on where it ended, also
/// after `kill -9`: what a killed run left behind is found by [Leftovers] and ended before anything is started.
/// [Supervisor] restarts a process that ends by itself, as an init system would.
///
/// Between each door agent and the broker lies a cable ([DemoCables]) that somebody at the terminal ([DemoTerminal])
/// may pull, while [Sides] tells what the cloud and the door each hold of the other.
///
/// Threading: the command runs on the main thread; the supervisor is told of ended processes on the JDK's own threads
/// and guards its state with its monitor.
@NullMarked
package dev.lintel.provisioning.demo;

import org.jspecify.annotations.NullMarked;
