/// The command line of IT staff: one program, `lintel`, whose commands call the cloud and the doors the way anybody could.
///
/// It holds no rules and no state of its own: what it decides with is `protocol`, what it changes is behind the cloud's
/// REST interface. One command runs on the main thread and ends with an exit code: 0 done, 1 refused or failed,
/// 2 wrong words on the command line, 3 wrong settings.
@NullMarked
package dev.lintel.provisioning;

import org.jspecify.annotations.NullMarked;
