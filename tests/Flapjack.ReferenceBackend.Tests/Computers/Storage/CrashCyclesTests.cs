using Flapjack.ReferenceBackend.Tests.Webhooks;
using Xunit.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>A host that is killed with SIGKILL at random moments of random work, and its successors on the same directory.</summary>
public sealed class CrashCyclesTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_125;

    [Fact]
    public Task Three_crashes_lose_nothing_that_was_answered() => RunAsync(Seed, 3);

    [SoakFact]
    [Trait("Category", "Soak")]
    public async Task Fifty_crashes_lose_nothing_that_was_answered()
    {
        for (var walk = 1; walk <= 5; walk++)
        {
            await RunAsync(Seed + walk, 10);
        }
    }

    private async Task RunAsync(int seed, int cycles)
    {
        output.WriteLine($"Seed {seed}, {cycles} crashes.");
        var folder = Directory.CreateTempSubdirectory("crashes-").FullName;
        await using var receiver = await WebhookReceiver.StartAsync();
        var walk = new CrashWalk(seed, folder, receiver);
        try
        {
            await walk.RunAsync(cycles);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        output.WriteLine($"{walk.Totals}");
        walk.Totals.Execs.Should().BePositive();
    }
}
