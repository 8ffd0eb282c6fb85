using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Streams;

/// <summary>A bootstrap's log, cut once at each of its bytes, closed and reset, over TCP and over memory.</summary>
public sealed class CutBootstrapTests
{
    [Theory]
    [MemberData(nameof(EveryCut.Ways), MemberType = typeof(EveryCut))]
    public async Task A_bootstraps_log_is_whole_wherever_it_is_cut(string transport, bool reset)
    {
        await using var broken = await BrokenBackend.StartAsync(transport);
        var whole = await ReadAsync(broken);
        foreach (var at in EveryCut.Of(broken.Faults, FaultTarget.Bootstrap, reset))
        {
            (await ReadAsync(broken)).Should().Equal(whole, "cut at byte {0}", at);
        }

        broken.Faults.Fired.Count.Should().BeGreaterThan(200);
    }

    private static async Task<List<BootstrapEvent>> ReadAsync(BrokenBackend broken)
    {
        var events = new List<BootstrapEvent>();
        await foreach (var item in broken.Client.StreamBootstrapAsync(broken.AgentId, Limit.Token))
        {
            events.Add(item);
        }

        return events;
    }
}
