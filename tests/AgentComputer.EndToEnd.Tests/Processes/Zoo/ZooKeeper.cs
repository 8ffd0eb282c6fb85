namespace AgentComputer.EndToEnd.Tests.Processes.Zoo;

/// <summary>A backend whose processes are held by control groups, and one where they are not.</summary>
public sealed class ZooKeeper : IAsyncLifetime
{
    private RealBackend _withGroups = null!;
    private RealBackend _without = null!;

    public RealBackend With(bool groups) => groups ? _withGroups : _without;

    public async Task InitializeAsync()
    {
        _withGroups = await RealBackend.StartAsync(new() { UseControlGroups = true });
        _without = await RealBackend.StartAsync(new() { UseControlGroups = false });
    }

    public async Task DisposeAsync()
    {
        await _withGroups.DisposeAsync();
        await _without.DisposeAsync();
    }
}
