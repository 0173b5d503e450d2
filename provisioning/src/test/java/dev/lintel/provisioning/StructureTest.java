package dev.lintel.provisioning;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Who may know whom: the dependency rules of the architecture over all modules at once.
class StructureTest {

    private static final JavaClasses LINTEL = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.lintel");

    /// Every package that a rule below names.
    private static final List<String> NAMED = List.of("dev.lintel.protocol.identity", "dev.lintel.protocol.booking",
            "dev.lintel.protocol.line",
            "dev.lintel.protocol.time", "dev.lintel.protocol.wire", "dev.lintel.cloud.account", "dev.lintel.cloud.tenant",
            "dev.lintel.cloud.place",
            "dev.lintel.cloud.booking", "dev.lintel.cloud.floor", "dev.lintel.cloud.device", "dev.lintel.cloud.live",
            "dev.lintel.cloud.audit",
            "dev.lintel.cloud.web", "dev.lintel.cloud.store", "dev.lintel.edge.door", "dev.lintel.edge.copy",
            "dev.lintel.edge.sync",
            "dev.lintel.edge.panel", "dev.lintel.edge.hardware", "dev.lintel.edge.health", "dev.lintel.provisioning.cloud",
            "dev.lintel.provisioning.demo");

    @Test
    void everyPackageThatARuleNamesExistsAndIsNotEmpty() {
        for (String name : NAMED) {
            assertThat(LINTEL.stream().filter(each -> each.getPackageName().startsWith(name)).count()).as(name)
                    .isGreaterThan(1);
        }
    }

    @Test
    void theProtocolKnowsTheJdkAloneAndItsWireOneJsonLibrary() {
        noClasses().that()
                .resideInAPackage("dev.lintel.protocol..")
                .should()
                .dependOnClassesThat(resideOutsideOfPackages("java..",
                        "dev.lintel.protocol..", "org.jspecify..", "com.fasterxml.jackson.core.."))
                .check(LINTEL);
        noClasses().that()
                .resideInAPackage("dev.lintel.protocol..")
                .and()
                .resideOutsideOfPackage("dev.lintel.protocol.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(LINTEL);
        noClasses().that()
                .resideInAPackage("dev.lintel.protocol..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.io..", "java.net..",
                        "java.sql..", "java.nio.file..")
                        .and(not(com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo(java.io.IOException.class)))
                        .and(not(com.tngtech.archunit.core.domain.JavaClass.Predicates
                                .assignableTo(java.io.Serializable.class))))
                .check(LINTEL);
    }

    @Test
    void theShellsDoNotKnowEachOther() {
        noClasses().that()
                .resideInAPackage("dev.lintel.cloud..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lintel.edge..",
                        "dev.lintel.provisioning..")
                .check(LINTEL);
        noClasses().that()
                .resideInAPackage("dev.lintel.edge..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lintel.cloud..",
                        "dev.lintel.provisioning..")
                .check(LINTEL);
        noClasses().that()
                .resideInAPackage("dev.lintel.provisioning..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lintel.cloud..",
                        "dev.lintel.edge..")
                .check(LINTEL);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.lintel.protocol.(*)..").should().beFreeOfCycles().check(LINTEL);
        slices().matching("dev.lintel.cloud.(*)..").should().beFreeOfCycles().check(LINTEL);
        slices().matching("dev.lintel.edge.(*)..").should().beFreeOfCycles().check(LINTEL);
        slices().matching("dev.lintel.provisioning.(*)..").should().beFreeOfCycles().check(LINTEL);
    }

    @Test
    void sqlIsWrittenInStoresAlone() {
        noClasses().that(not(simpleNameEndingWith("Store")))
                .and()
                .resideOutsideOfPackages("dev.lintel.cloud.store..", "dev.lintel.edge.copy..")
                .should()
                .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates
                        .target(com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With
                                .owner(resideInAnyPackage("java.sql..")))
                        .and(com.tngtech.archunit.core.domain.JavaCall.Predicates
                                .target(com.tngtech.archunit.core.domain.properties.HasName.Predicates
                                        .nameMatching("prepareStatement|createStatement|executeQuery|executeUpdate"))))
                .check(LINTEL);
    }

    @Test
    void mqttClientsLiveInTheLinksAlone() {
        noClasses().that()
                .resideOutsideOfPackages("dev.lintel.cloud.floor..", "dev.lintel.cloud.device..", "dev.lintel.edge.sync..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.hivemq..", "org.eclipse.paho..")
                .check(LINTEL);
    }

    @Test
    void timeChanceAndIdentityAreArguments() {
        noClasses().that()
                .doNotHaveSimpleName("Roots")
                .and()
                .doNotHaveSimpleName("DeviceRoots")
                .and()
                .doNotHaveSimpleName("Application")
                .and()
                .resideOutsideOfPackage("dev.lintel.provisioning..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callConstructor(Random.class)
                .check(LINTEL);
    }

    @Test
    void namesTellTheThingAndNotItsLayer() {
        classes().that()
                .resideInAPackage("dev.lintel..")
                .should()
                .haveNameNotMatching(".*(Impl|Manager|Helper|Utils?|Service|Info|DTO|Dto|Common)(\\$.*)?")
                .andShould()
                .haveNameNotMatching(".*\\.(Base|Abstract)[A-Z].*")
                .check(LINTEL);
        noClasses().should()
                .resideInAnyPackage("dev.lintel..service..", "dev.lintel..impl..", "dev.lintel..dto..", "dev.lintel..util..",
                        "dev.lintel..common..", "dev.lintel..model..")
                .check(LINTEL);
    }
}
