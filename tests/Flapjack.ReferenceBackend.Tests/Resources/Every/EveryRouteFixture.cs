using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>A backend with two organizations, for theories whose rows do not disturb each other.</summary>
public sealed class EveryRouteFixture : IAsyncLifetime
{
    private TestBackend _backend = null!;
    private LocalRepository _repository = null!;

    internal OrgWorld Mine { get; private set; } = null!;

    internal OrgWorld Theirs { get; private set; } = null!;

    internal TestBackend Backend => _backend;

    public async Task InitializeAsync()
    {
        _repository = await LocalRepository.CreateAsync();
        _backend = await TestBackend.StartAsync(options =>
        {
            options.AllowLoopbackWebhooks = true;
            CodeAgentsCases.Configure(options, _repository);
        });
        Mine = new(_backend, Guid.NewGuid().ToString());
        Theirs = new(_backend, Guid.NewGuid().ToString());
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _repository.Dispose();
    }
}
