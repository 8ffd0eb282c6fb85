using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>A random walk of a real computer, held at each step against a model of what the contract says.</summary>
public sealed class LifecycleWalkTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_125;

    [Fact]
    public Task A_computer_does_what_the_model_does() => WalkAsync(Seed, 150);

    // Ten thousand steps in all: a step mostly waits for processes to begin and to end.
    [SoakFact]
    [Trait("Category", "Soak")]
    public Task A_computer_does_what_the_model_does_on_a_long_walk() =>
        Task.WhenAll([WalkAsync(Seed + 1, 150), .. Enumerable.Range(Seed + 2, 4).Select(seed => WalkAsync(seed, 2_500))]);

    private async Task WalkAsync(int seed, int steps)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var backend = await TestBackend.StartAsync(options => options.TimeProvider = clock);
        var walk = new LifecycleWalk(backend, clock);
        await walk.BeginAsync();
        var random = new Random(seed);
        var begin = TimeProvider.System.GetTimestamp();

        for (var step = 0; step < steps; step++)
        {
            await walk.StepAsync(random.Next(LifecycleWalk.Actions), $"seed {seed}, step {step}");
        }

        output.WriteLine($"Seed {seed}: {steps} steps in {TimeProvider.System.GetElapsedTime(begin).TotalSeconds:0} s.");
        walk.Visited.Should().BeEquivalentTo("ready", "idle", "stopped", "error", "destroyed");
    }
}
