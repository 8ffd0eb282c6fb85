using Flapjack.Sdk.AspNetCore.Credentials;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.AspNetCore.Tests.Credentials;

/// <summary>The memory of the questions that were answered is bounded.</summary>
public sealed class SeenNoncesTests
{
    [Fact]
    public void The_latest_100_000_are_remembered_and_the_oldest_of_more_is_forgotten()
    {
        var seen = new SeenNonces(new FakeTimeProvider());
        for (var i = 0; i < 100_000; i++)
        {
            seen.TryAdd($"n{i}").Should().BeTrue();
        }

        seen.TryAdd("n99999").Should().BeFalse();
        seen.TryAdd("one more").Should().BeTrue();
        seen.TryAdd("n99999").Should().BeFalse();
        seen.TryAdd("n0").Should().BeTrue();
    }
}
