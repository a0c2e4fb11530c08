package app.rollingpaper.compose.walls;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.beFinal;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The walls inside one module: rules about who may touch what, checked on the module's compiled classes. A module's test
 * says {@code Walls.around("app.rollingpaper.paper").check()}. Immutable.
 */
public final class Walls {
  private static final String PRODUCT = "app.rollingpaper";
  private static final String COMMON = PRODUCT + ".common";

  private static final Pattern VAGUE_NAME =
      Pattern.compile(
          "(Abstract|Base)[A-Z]\\w*|\\w*(Util|Utils|Helper|Helpers|Manager|Impl|Dto|DTO)");

  /** What asks the machine for the time or for chance. {@code System.nanoTime} measures durations and is free to use. */
  private static final Set<String> AMBIENT =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.util.UUID.randomUUID",
          "java.util.Date.<init>",
          "java.time.ZoneId.systemDefault",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalTime.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now");

  private static final Set<String> CLOCKS =
      Set.of(
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.InstantSource.system",
          COMMON + ".time.Ids.timeOrdered");

  private static final Set<String> STATEMENT_OWNERS =
      Set.of(
          "java.sql.DriverManager",
          "java.sql.Connection",
          "java.sql.Statement",
          "java.sql.PreparedStatement");

  private static final Set<String> STATEMENTS =
      Set.of(
          "createQuery",
          "createUpdate",
          "createScript",
          "createBatch",
          "createCall",
          "prepareBatch",
          "execute",
          "select",
          "attach",
          "getConnection");

  private final String root;
  private final JavaClasses classes;

  private Walls(String root, JavaClasses classes) {
    this.root = root;
    this.classes = classes;
  }

  /**
   * The walls around a module's product code, tests left out.
   *
   * @param root the module's root package, such as {@code app.rollingpaper.paper}; its domains are the packages directly
   *     below
   * @throws IllegalArgumentException when the package holds no class
   */
  public static Walls around(String root) {
    return around(
        root, new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()));
  }

  static Walls around(String root, ClassFileImporter importer) {
    JavaClasses classes = importer.importPackages(root);
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("no classes in " + root);
    }
    return new Walls(root, classes);
  }

  /**
   * Checks every rule.
   *
   * @throws AssertionError naming all that is broken, not only the first
   */
  public void check() {
    String broken =
        rules().stream()
            .map(rule -> rule.allowEmptyShould(true).evaluate(classes))
            .filter(result -> result.hasViolation())
            .map(result -> result.getFailureReport().toString())
            .collect(Collectors.joining("\n\n"));
    if (!broken.isEmpty()) {
      throw new AssertionError(broken);
    }
  }

  private List<ArchRule> rules() {
    return List.of(
        noCycles(),
        httpStopsAtResources(),
        sqlOnlyInStores(),
        resourcesOwnNoTransaction(),
        brokerOnlyInEvents(),
        timeAndChanceAreGiven(),
        clocksArePluggedIn(),
        environmentIsReadOnce(),
        noMutableStatics(),
        noFieldInjection(),
        tellingNames(),
        modulesMeetInCommon());
  }

  private ArchRule noCycles() {
    return slices()
        .matching(root + ".(*)..")
        .should()
        .beFreeOfCycles()
        .because(
            "a domain that must tell another declares an interface, and the server plugs it in");
  }

  private static ArchRule httpStopsAtResources() {
    return noClasses()
        .that(
            describe(
                "are no resources, sockets, servers or exception mappers",
                type ->
                    !endsWith(type, "Resource", "Socket", "Server")
                        && !type.isAssignableTo("jakarta.ws.rs.ext.ExceptionMapper")))
        .and(not(resideInAnyPackage(COMMON + ".http..", COMMON + ".auth..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.ws.rs..", "jakarta.servlet..", "org.glassfish.jersey..", "org.eclipse.jetty..")
        .because("the domain answers with outcomes; HTTP is the resources' business");
  }

  private static ArchRule sqlOnlyInStores() {
    return noClasses()
        .that(describe("are no stores", type -> !endsWith(type, "Store")))
        .and(not(resideInAnyPackage(COMMON + ".db..", COMMON + ".event..")))
        .should()
        .accessTargetWhere(
            access(
                "runs a statement",
                access ->
                    STATEMENT_OWNERS.contains(access.getTargetOwner().getFullName())
                        || (access.getTargetOwner().getFullName().equals("org.jdbi.v3.core.Handle")
                            && STATEMENTS.contains(access.getName()))))
        .because("SQL stands in stores; others open the transaction and hand it on");
  }

  private static ArchRule resourcesOwnNoTransaction() {
    return noClasses()
        .that(describe("are resources or sockets", type -> endsWith(type, "Resource", "Socket")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jdbi..", "java.sql..", "javax.sql..", "com.zaxxer..")
        .because("transactions belong to the domain");
  }

  private static ArchRule brokerOnlyInEvents() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(COMMON + ".event..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.rabbitmq..")
        .because("events leave through the outbox and arrive through the inbox");
  }

  private static ArchRule timeAndChanceAreGiven() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(COMMON + ".time..")
        .should()
        .accessTargetWhere(
            access(
                "asks the machine for the time or a random id", access -> isOneOf(access, AMBIENT)))
        .because("time is an InstantSource and ids are Ids, both handed in");
  }

  private static ArchRule clocksArePluggedIn() {
    return noClasses()
        .that(describe("wire nothing", type -> !endsWith(type, "Server")))
        .and(not(resideInAnyPackage(COMMON + ".time..", COMMON + ".program..")))
        .should()
        .accessTargetWhere(
            access("takes the machine's clock or ids", access -> isOneOf(access, CLOCKS)))
        .because("the server chooses the clock for everybody, and a test another one");
  }

  private static ArchRule environmentIsReadOnce() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(COMMON + ".config..", COMMON + ".program..")
        .and(
            describe(
                "hold no main method", type -> type.tryGetMethod("main", String[].class).isEmpty()))
        .should()
        .accessTargetWhere(
            access(
                "reads the environment",
                access ->
                    access.getTargetOwner().isEquivalentTo(System.class)
                        && access.getName().equals("getenv")))
        .because("the environment is read once, into a configuration record");
  }

  private static ArchRule noMutableStatics() {
    return fields()
        .that(describe("are static and written by hand", Walls::isHandWrittenStatic))
        .should(beFinal())
        .because("state belongs to instances that somebody owns");
  }

  private static ArchRule noFieldInjection() {
    return noFields()
        .should()
        .beAnnotatedWith("jakarta.inject.Inject")
        .orShould()
        .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
        .because("what a class needs comes through its constructor");
  }

  private static ArchRule tellingNames() {
    return noClasses()
        .should()
        .haveNameMatching("(?:.*[.$])?(?:" + VAGUE_NAME.pattern() + ")")
        .because("such names say nothing about what the class is");
  }

  private ArchRule modulesMeetInCommon() {
    return classes()
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are of this module, of common or of no module",
                type -> !within(type, PRODUCT) || within(type, root) || within(type, COMMON)))
        .because("services know each other only by events, and common knows no service");
  }

  private static boolean within(JavaClass type, String packageName) {
    return within(packageName, type.getPackageName());
  }

  private static boolean within(String outer, String inner) {
    return inner.equals(outer) || inner.startsWith(outer + ".");
  }

  private static boolean endsWith(JavaClass type, String... roles) {
    String name = outermost(type).getSimpleName();
    return List.of(roles).stream().anyMatch(name::endsWith);
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(Walls::outermost).orElse(type);
  }

  private static boolean isOneOf(JavaAccess<?> access, Set<String> names) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        && target.getRawParameterTypes().isEmpty()
        && names.contains(target.getOwner().getName() + "." + target.getName());
  }

  private static boolean isHandWrittenStatic(JavaField field) {
    return field.getModifiers().contains(JavaModifier.STATIC)
        && !field.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static DescribedPredicate<JavaAccess<?>> access(
      String description, Predicate<JavaAccess<?>> predicate) {
    return describe(description, predicate);
  }

  private static DescribedPredicate<JavaClass> not(DescribedPredicate<JavaClass> predicate) {
    return DescribedPredicate.not(predicate);
  }
}
