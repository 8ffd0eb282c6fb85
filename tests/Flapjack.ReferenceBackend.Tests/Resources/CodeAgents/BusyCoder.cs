using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

/// <summary>A backend whose coder is busy with a session that does not end, so that all other sessions stay pending.</summary>
public sealed class BusyCoder : IAsyncLifetime
{
    private CodingBackend _coding = null!;

    public TestBackend Server => _coding.Server;

    public async Task InitializeAsync()
    {
        _coding = await CodingBackend.StartAsync(options => options.Coder = CodingBackend.Coder(maxSessionsAtOnce: 1));
        await _coding.RunsAsync(await _coding.BeginAsync("sleep 3000"));
    }

    public async Task DisposeAsync() => await _coding.DisposeAsync();
}
