package dev.lintel.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What both parties run must give both the same answer, so it may depend on nothing but its arguments.
class PurityTest {

    private static final List<String> PACKAGES = List.of("identity", "booking", "line", "time", "wire", "presence");

    private final JavaClasses all = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.lintel.protocol");

    @Test
    void theCoreKnowsTheJdkAndAnnotationsOnly() {
        classes().that()
                .resideInAPackage("dev.lintel.protocol..")
                .and()
                .resideOutsideOfPackage("..wire..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.lintel.protocol..", "java..", "org.jspecify..")
                .check(all);
    }

    @Test
    void onlyTheWireKnowsTheJsonLibrary() {
        classes().that()
                .resideInAPackage("..wire..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.lintel.protocol..", "java..", "org.jspecify..", "com.fasterxml.jackson.core..")
                .check(all);
    }

    @Test
    void timeChanceAndIdentityAreArguments() {
        noClasses().should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .orShould()
                .callMethod(java.time.OffsetDateTime.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(java.util.random.RandomGenerator.class, "getDefault")
                .orShould()
                .callMethod(java.util.random.RandomGenerator.class, "of", String.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.Random|java\\.util\\.SplittableRandom|java\\.util\\.random\\.RandomGeneratorFactory|java\\.security\\.SecureRandom")
                .check(all);
    }

    @Test
    void theRulesDoNoInputOrOutput() {
        noClasses().that()
                .resideOutsideOfPackage("..wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..",
                        "java.util.concurrent..")
                .check(all);
    }

    @Test
    void thePackagesFormNoCycle() {
        slices().matching("dev.lintel.protocol.(*)..").should().beFreeOfCycles().check(all);
    }

    @Test
    void everyPackageThatARuleNamesExists() {
        assertThat(PACKAGES).allSatisfy(
                name -> assertThat(all.stream().anyMatch(c -> c.getPackageName().equals("dev.lintel.protocol." + name)))
                        .as(name)
                        .isTrue());
    }
}
