
namespace Flapjack.ReferenceBackend.Tests.Faults;

public sealed class RandomCutTests
{
    [Fact]
    public async Task The_same_seed_draws_the_same_faults()
    {
        var first = await CutAsync(seed: 42);
        var second = await CutAsync(seed: 42);
        var other = await CutAsync(seed: 43);

        first.Should().Equal(second).And.NotEqual(other);
        first.Should().Contain("-").And.Contain(what => what.StartsWith("CutAfter("));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 20)]
    public async Task The_probability_is_kept(double probability, int fired)
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory);
        faulty.Plan.Add(Fault.CutRandomly(probability, maxBytes: 8, reset: true), FaultTarget.Bootstrap);

        for (var i = 0; i < 20; i++)
        {
            var received = await faulty.GetAsync(faulty.BootstrapStream);
            received.Bytes.Length.Should().Match(length => probability == 0 ? length == faulty.Recording.Length : length <= 8);
            (received.Failure is IOException).Should().Be(probability == 1);
        }

        faulty.Plan.Fired.Should().HaveCount(fired);
    }

    [Fact]
    public async Task A_request_that_is_spared_is_left_to_the_next_rule_and_not_counted()
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory);
        faulty.Plan.Add(Fault.CutRandomly(probability: 0, maxBytes: 8), times: 1).Add(Fault.CutAfter(3), times: 1);

        (await faulty.GetAsync(faulty.BootstrapStream)).Bytes.Should().HaveCount(3);
        (await faulty.GetAsync(faulty.BootstrapStream)).Bytes.Should().Equal(faulty.Recording);
    }

    private static async Task<string[]> CutAsync(int seed)
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory, seed);
        faulty.Plan.Add(Fault.CutRandomly(probability: 0.5, maxBytes: 200), FaultTarget.Bootstrap);
        var outcomes = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            var before = faulty.Plan.Fired.Count;
            await faulty.GetAsync(faulty.BootstrapStream);
            outcomes.Add(faulty.Plan.Fired.Count == before ? "-" : faulty.Plan.Fired[^1].What);
        }

        return [.. outcomes];
    }
}
