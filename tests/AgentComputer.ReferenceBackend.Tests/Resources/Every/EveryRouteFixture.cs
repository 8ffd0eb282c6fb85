using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>A backend with two workspaces, for theories whose rows do not disturb each other.</summary>
public sealed class EveryRouteFixture : IAsyncLifetime
{
    internal TestBackend Backend { get; private set; } = null!;

    internal WorkspaceWorld Mine { get; private set; } = null!;

    internal WorkspaceWorld Theirs { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Backend = await TestBackend.StartAsync();
        Mine = new(Backend, "org_mine");
        Theirs = new(Backend, "org_theirs");
    }

    public async Task DisposeAsync() => await Backend.DisposeAsync();
}
