namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

/// <summary>A fact about a real PostgreSQL server: skipped, with the reason, where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithPostgresAttribute : FactAttribute
{
    public FactWithPostgresAttribute() => Skip = PostgresServer.WhyNot;
}
