using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Lifecycle;

/// <summary>A random walk of a real computer, held at each step against a model of what the contract says.</summary>
public sealed class LifecycleWalkTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_125;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(Seed, 150)]
    [InlineData(Seed + 1, 150)]
    public Task A_computer_does_what_the_model_does(int seed, int steps) => WalkAsync(seed, steps, Timeout.InfiniteTimeSpan);

    // Ten thousand steps, or as many as two and a half minutes have room for: .ci/run has other things to do.
    [SoakFact]
    [Trait("Category", "Soak")]
    public Task A_computer_does_what_the_model_does_on_a_long_walk() => WalkAsync(Seed + 2, 10_000, TimeSpan.FromSeconds(150));

    private async Task WalkAsync(int seed, int steps, TimeSpan longest)
    {
        await using var backend = await TestBackend.StartAsync(options => options.TimeProvider = _clock);
        var walk = new LifecycleWalk(backend, _clock);
        await walk.BeginAsync();
        var random = new Random(seed);
        var begin = TimeProvider.System.GetTimestamp();

        var step = 0;
        for (; step < steps && (longest == Timeout.InfiniteTimeSpan || TimeProvider.System.GetElapsedTime(begin) < longest); step++)
        {
            await walk.StepAsync(random.Next(LifecycleWalk.Actions), $"seed {seed}, step {step}");
        }

        output.WriteLine($"Seed {seed}: {step} steps.");
        walk.Visited.Should().BeEquivalentTo("ready", "idle", "stopped", "error", "destroyed");
    }
}
