using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers.Processes;

/// <summary>A computer where processes are held by control groups, and one where they are not.</summary>
public sealed class ZooKeeper : IAsyncLifetime
{
    private ReadyComputer _withGroups = null!;
    private ReadyComputer _without = null!;

    /// <summary>The clock of the timeouts; that of the grace is the operating system's.</summary>
    public FakeTimeProvider Clock { get; } = new();

    public ReadyComputer ComputerWith(bool groups) => groups ? _withGroups : _without;

    public async Task InitializeAsync()
    {
        _withGroups = await StartAsync(groups: true);
        _without = await StartAsync(groups: false);
    }

    public async Task DisposeAsync()
    {
        await _withGroups.DisposeAsync();
        await _without.DisposeAsync();
    }

    private Task<ReadyComputer> StartAsync(bool groups) => ReadyComputer.StartAsync(options =>
    {
        options.TimeProvider = Clock;
        options.UseControlGroups = groups;
    });
}
