namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

/// <summary>A theory about a real PostgreSQL server: skipped, with the reason, where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryWithPostgresAttribute : TheoryAttribute
{
    public TheoryWithPostgresAttribute() => Skip = PostgresServer.WhyNot;
}
