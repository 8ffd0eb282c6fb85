namespace AgentComputer.EndToEnd.Tests.Clients.ForeignClient;

/// <summary>A fact about a client of another vendor: skipped, with the reason, where node, npm or the registry of npm is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithForeignPackagesAttribute : FactAttribute
{
    public FactWithForeignPackagesAttribute() => Skip = ForeignPackages.WhyNot;
}
