package dev.lintel.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;

/// The rules of the architecture that the edge agent keeps.
@NullMarked
@AnalyzeClasses(packages = "dev.lintel.edge", importOptions = ImportOption.DoNotIncludeTests.class)
class StructureTest {

    private static final List<String> PACKAGES = List.of("copy", "door", "sync", "panel", "hardware", "hardware.simulated",
            "hardware.satellite",
            "health", "settings", "log", "gate", "pairing", "presence", "unlock",
            "wiring", "hardware.pi", "fleet", "time", "upkeep");

    @ArchTest
    static void everyPackageOfTheArchitectureExists(JavaClasses classes) {
        for (String name : PACKAGES) {
            assertThat(classes.containPackage("dev.lintel.edge." + name)).as(name).isTrue();
        }
    }

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE = slices().matching("dev.lintel.edge.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_CLOUD_IS_A_STRANGER = noClasses().should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lintel.cloud..", "dev.lintel.provisioning..");

    @ArchTest
    static final ArchRule SQL_STAYS_IN_STORES = noClasses().that()
            .haveNameNotMatching(".*(Store|\\.CopyFile)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.sql\\.(Connection|Statement|PreparedStatement|ResultSet)");

    @ArchTest
    static final ArchRule MQTT_STAYS_IN_SYNC = noClasses().that()
            .resideOutsideOfPackage("dev.lintel.edge.sync")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.paho..", "com.hivemq..");

    @ArchTest
    static final ArchRule PI4J_STAYS_IN_ITS_PACKAGE = noClasses().that()
            .resideOutsideOfPackage("dev.lintel.edge.hardware.pi")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.pi4j..");

    @ArchTest
    static final ArchRule THE_DOOR_KNOWS_NO_SCREEN_AND_NO_LINK = noClasses().that()
            .resideInAnyPackage("dev.lintel.edge.door", "dev.lintel.edge.copy")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lintel.edge.panel", "dev.lintel.edge.sync", "io.micronaut.http..");

    @ArchTest
    static final ArchRule TIME_AND_CHANCE_COME_FROM_THE_ROOTS = noClasses().that()
            .doNotHaveFullyQualifiedName("dev.lintel.edge.Roots")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(SecureRandom.class);

    @ArchTest
    static final ArchRule A_NAME_SAYS_THE_THING = classes().should()
            .haveNameNotMatching(".*(Impl|Manager|Helper|Utils?|Service|Info|Data|DTO|Dto|Common)(\\$.*)?")
            .andShould()
            .haveNameNotMatching(".*\\.(Base|Abstract)[A-Z].*");
}
